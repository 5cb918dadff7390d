package dev.roadstead.backup.tar;

import dev.roadstead.backup.Tree;
import dev.roadstead.backup.crypto.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tar stream on its way to an engine: passes on the bytes of members that may be unpacked (invariant I22), and throws
 * {@link dev.roadstead.backup.RepositoryException} REFUSED before the first byte of one that may not, or when the stream
 * ends too early. So the receiver never sees the end of an archive that is not all right. Behind its end it knows the
 * tree. Not thread-safe.
 */
public final class CheckedTar extends InputStream {
    private static final int PIECE = 64 << 10;

    private final InputStream in;
    private final Piece passed = new Piece();
    private final TarReader reader;
    private final PathTable files = new PathTable();
    private final MemberRules rules = new MemberRules(path -> files.get(path) >= 0);
    private final TreeHasher hasher = new TreeHasher(Instant.MAX);
    private final MessageDigest sha256 = Sha256.digest();
    private final byte[] buffer = new byte[PIECE];
    private @Nullable Member file;
    private @Nullable Tree tree;

    /**
     * Closing this closes the other.
     *
     * @param in the stream as it comes from the sender; it is read in pieces of 64 KiB at most
     */
    public CheckedTar(InputStream in) {
        this.in = in;
        this.reader = new TarReader(in, passed, passed);
    }

    /**
     * What the stream had; its {@code changed} is 0.
     *
     * @throws IllegalStateException when it has not been read to its end
     */
    public Tree tree() {
        if (tree == null) {
            throw new IllegalStateException("the stream has not been read to its end");
        }
        return tree;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (passed.isEmpty() && tree == null) {
            advance();
        }
        return passed.take(into, offset, length);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Takes up the next header or the next piece of a file; its bytes are in {@code passed} then. */
    private void advance() throws IOException {
        if (file != null) {
            int count = reader.read(buffer, 0, buffer.length);
            if (count > 0) {
                sha256.update(buffer, 0, count);
            } else {
                hasher.add(file, sha256.digest());
                files.put(file.path(), 0);
                file = null;
            }
            return;
        }
        Member member = reader.next();
        if (member == null) {
            rules.checkEnd();
            tree = hasher.tree();
            return;
        }
        rules.check(member);
        if (member.type() == Member.Type.FILE) {
            file = member;
        } else {
            hasher.add(member, buffer);
        }
    }

    /** What has been read and not yet been passed on: at most a header with its extensions, or a piece. */
    private static final class Piece extends ByteArrayOutputStream {
        private int taken;

        private boolean isEmpty() {
            return taken == count;
        }

        private int take(byte[] into, int offset, int length) {
            if (isEmpty()) {
                return -1;
            }
            int size = Math.min(length, count - taken);
            System.arraycopy(buf, taken, into, offset, size);
            taken += size;
            if (isEmpty()) {
                reset();
                taken = 0;
            }
            return size;
        }
    }
}
