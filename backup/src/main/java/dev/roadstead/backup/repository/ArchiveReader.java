package dev.roadstead.backup.repository;

import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.crypto.Sha256;
import dev.roadstead.backup.repository.ArchiveWalk.Step;
import dev.roadstead.backup.restic.BlobIndex.Location;
import dev.roadstead.backup.restic.Damage;
import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.Names;
import dev.roadstead.backup.tar.TarWriter;
import dev.roadstead.backup.tar.TreeHasher;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Puts an archive together again as a tar stream. Some pieces ahead are read from the store while the last ones are written
 * out. To verify is to write to nowhere.
 */
final class ArchiveReader {
    private static final int AHEAD = 3;
    /** Clear bytes and blobs that are fetched together; a blob more at most. */
    private static final long BATCH_BYTES = 8 << 20;

    private static final int BATCH_STEPS = 2_000;

    private final ArchiveWalk walk;
    private final DataSource data;
    private final Progress progress;
    private final TarWriter tar;
    private final TreeHasher hasher;
    private final MessageDigest sha256 = Sha256.digest();
    private Cursor cursor = new Cursor(null, 0);
    private long bytes;

    ArchiveReader(ArchiveWalk walk, DataSource data, Instant begin, OutputStream out, Progress progress) {
        this.walk = walk;
        this.data = data;
        this.progress = progress;
        this.tar = new TarWriter(out);
        this.hasher = new TreeHasher(begin);
    }

    /**
     * Writes all of it.
     *
     * @throws dev.roadstead.backup.RepositoryException DAMAGED, REFUSED
     * @throws IOException what writing threw
     */
    Tree write() throws IOException {
        Deque<Batch> ahead = new ArrayDeque<>();
        while (true) {
            while (ahead.size() < AHEAD) {
                Batch batch = gather();
                if (batch.parts.isEmpty()) {
                    break;
                }
                ahead.add(batch);
            }
            Batch batch = ahead.poll();
            if (batch == null) {
                tar.finish();
                return hasher.tree();
            }
            write(batch);
        }
    }

    /** What is written next: a member's header, or one of its blobs. */
    private record Part(Step step, int blob, boolean last) {
        private static final int HEADER = -1;
    }

    /** Parts whose blobs are being read. */
    private record Batch(List<Part> parts, Future<byte[][]> contents) {}

    /** Where in a member gathering has got to. */
    private record Cursor(@org.jspecify.annotations.Nullable Step step, int next) {}

    private Batch gather() {
        var parts = new ArrayList<Part>();
        var blobs = new ArrayList<Location>();
        long size = 0;
        while (size < BATCH_BYTES && parts.size() < BATCH_STEPS) {
            Step step = cursor.step();
            if (step == null || cursor.next() == step.content().size()) {
                step = walk.next();
                if (step == null) {
                    break;
                }
                checkSize(step);
                cursor = new Cursor(step, 0);
                parts.add(new Part(step, Part.HEADER, step.content().size() == 0));
                continue;
            }
            Location blob = data.locate(step.content().get(cursor.next()));
            blobs.add(blob);
            size += blob.clearLength();
            cursor = new Cursor(step, cursor.next() + 1);
            parts.add(new Part(
                    step, blobs.size() - 1, cursor.next() == step.content().size()));
        }
        return new Batch(parts, data.fetch(blobs));
    }

    /** A file's blobs must give what its header says before that is written. */
    private void checkSize(Step step) {
        long size = 0;
        for (int i = 0; i < step.content().size(); i++) {
            size += data.locate(step.content().get(i)).clearLength();
        }
        if (size != step.member().size()) {
            throw Damage.in(
                    "file \"" + Names.toText(step.member().path()) + "\"",
                    "should have " + step.member().size() + " bytes, its blobs have " + size);
        }
    }

    private void write(Batch batch) throws IOException {
        byte[][] contents = Interrupts.get(batch.contents());
        for (Part part : batch.parts()) {
            Member member = part.step().member();
            if (part.blob() == Part.HEADER) {
                tar.begin(member);
            } else {
                byte[] content = contents[part.blob()];
                contents[part.blob()] = new byte[0];
                if (part.step().content().size() > 1) {
                    sha256.update(content);
                }
                tar.write(content, 0, content.length);
                bytes += content.length;
                progress.at(bytes);
            }
            if (part.last()) {
                hasher.add(member, hash(part.step()));
            }
        }
    }

    /** The blob's id is the hash of a file that has one blob. */
    private byte[] hash(Step step) {
        return step.content().size() == 1 ? step.content().get(0).bytes() : sha256.digest();
    }
}
