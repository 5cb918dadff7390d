package dev.roadstead.backup.repository;

import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.chunk.Chunker;
import dev.roadstead.backup.crypto.Sha256;
import dev.roadstead.backup.restic.BlobType;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.IdList;
import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.MemberRules;
import dev.roadstead.backup.tar.Names;
import dev.roadstead.backup.tar.PathTable;
import dev.roadstead.backup.tar.TarReader;
import dev.roadstead.backup.tar.TreeHasher;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Takes one tar stream apart: files to blobs, members to the spool and then to trees. */
final class ArchiveWriter implements TreeSaver.Links, AutoCloseable {
    /** How much is read before it is looked at: short enough to stay in the processor's cache. */
    private static final int PIECE = 128 << 10;

    private final BlobSaver blobs;
    private final Chunker chunker;
    private final Progress progress;
    private final Spool spool = new Spool();
    private final PathTable files = new PathTable();
    private final Map<String, Long> links = new HashMap<>();
    private final MemberRules rules = new MemberRules(path -> files.get(path) >= 0);
    private final Contents contents = new Contents();
    private long bytes;

    ArchiveWriter(BlobSaver blobs, Chunker chunker, Progress progress) throws IOException {
        this.blobs = blobs;
        this.chunker = chunker;
        this.progress = progress;
    }

    /**
     * Stores what the stream has, durably.
     *
     * @param path as in {@link TreeSaver#save}
     * @param begin as in {@link TreeHasher}
     * @throws dev.roadstead.backup.RepositoryException REFUSED, and what the store throws
     */
    Stored write(InputStream tar, String path, Instant begin) throws IOException {
        MessageDigest archive = Sha256.digest();
        var reader = new TarReader(tar, new DigestOutputStream(OutputStream.nullOutputStream(), archive));
        var hasher = new TreeHasher(begin);
        for (Member member; (member = reader.next()) != null; ) {
            Interrupts.check();
            rules.check(member);
            switch (member.type()) {
                case FILE -> {
                    File file = file(reader, member);
                    hasher.add(member, file.hash);
                    archive.update(file.hash);
                    files.put(member.path(), spool.add(member, file.content));
                }
                case HARD_LINK -> {
                    links.merge(member.target(), 2L, (count, _) -> count + 1);
                    hasher.add(member, new byte[0]);
                    spool.add(member, new IdList());
                }
                case DIRECTORY, SYMLINK, FIFO -> {
                    hasher.add(member, new byte[0]);
                    spool.add(member, new IdList());
                }
            }
        }
        rules.checkEnd();
        Id tree;
        try (var members = spool.read()) {
            tree = new TreeSaver(blobs, this).save(members, path);
        }
        blobs.flush();
        return new Stored(tree, hasher.tree(), HexFormat.of().formatHex(archive.digest()));
    }

    /** What an archive's snapshot and its caller need to know; the hash as in {@link dev.roadstead.backup.Written}. */
    record Stored(Id root, Tree tree, String archiveHash) {}

    @Override
    public long count(String path) {
        return links.getOrDefault(path, 1L);
    }

    @Override
    public Spool.Item file(String target) throws IOException {
        Spool.Item file = spool.at(files.get(target));
        if (!file.member().path().equals(target)) {
            throw new IllegalStateException("two paths have one fingerprint: " + Names.toText(target));
        }
        return file;
    }

    @Override
    public void close() {
        try {
            spool.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts a file's content; a file of one piece needs no second hash. */
    private File file(TarReader reader, Member member) throws IOException {
        var content = new IdList();
        boolean onePiece = member.size() <= Chunker.MIN;
        MessageDigest sha256 = Sha256.digest();
        int seen = 0;
        for (int count; (count = contents.read(reader::read, PIECE)) >= 0; ) {
            if (!onePiece) {
                sha256.update(contents.bytes(), contents.begin() + contents.length() - count, count);
            }
            for (int cut; contents.length() > seen && (cut = cut(seen)) > 0; ) {
                content.add(save(cut));
                seen = 0;
            }
            seen = contents.length();
            bytes += count;
            progress.at(bytes);
        }
        if (contents.length() > 0) {
            content.add(save(contents.length()));
        }
        byte[] hash = onePiece && content.size() == 1 ? content.get(0).bytes() : sha256.digest();
        return new File(content, hash);
    }

    private int cut(int seen) {
        return chunker.cut(contents.bytes(), contents.begin(), seen, contents.length());
    }

    private Id save(int length) {
        int begin = contents.begin();
        return blobs.save(BlobType.DATA, contents.bytes(), begin, length, contents.take(length));
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record File(IdList content, byte[] hash) {}
}
