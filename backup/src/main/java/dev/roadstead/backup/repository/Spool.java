package dev.roadstead.backup.repository;

import dev.roadstead.backup.restic.IdList;
import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.Names;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Members of an archive on disk, until all have come: only then is it known how many names each file has. A temporary
 * file that only this user can read. Not thread-safe.
 */
final class Spool implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    private final Path path;
    private final OutputStream out;
    private long length;

    Spool() throws IOException {
        path = Files.createTempFile("roadstead-backup-", ".members");
        out = new BufferedOutputStream(Files.newOutputStream(path), BUFFER);
    }

    /** A member, and a file's blobs. */
    record Item(Member member, IdList content) {}

    /** Returns where it is. */
    long add(Member member, IdList content) throws IOException {
        var record = new ByteArrayOutputStream();
        write(member, content, new DataOutputStream(record));
        record.writeTo(out);
        long position = length;
        length += record.size();
        return position;
    }

    /** The member at a place that {@link #add} returned. */
    Item at(long position) throws IOException {
        out.flush();
        try (var channel = Files.newByteChannel(path).position(position)) {
            return new Reader(new DataInputStream(Channels.newInputStream(channel))).read();
        }
    }

    /** All of them, from the first; what is added later is not among them. */
    Reader read() throws IOException {
        out.flush();
        return new Reader(new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER)));
    }

    @Override
    public void close() throws IOException {
        try (out) {
            Files.deleteIfExists(path);
        }
    }

    private static void write(Member member, IdList content, DataOutputStream out) throws IOException {
        text(member.path(), out);
        text(member.type().name(), out);
        out.writeShort(member.mode());
        out.writeLong(member.uid());
        out.writeLong(member.gid());
        out.writeLong(member.seconds());
        out.writeInt(member.nanos());
        out.writeLong(member.size());
        text(member.target(), out);
        out.writeInt(member.xattrs().size());
        for (var xattr : member.xattrs().entrySet()) {
            text(xattr.getKey(), out);
            text(xattr.getValue(), out);
        }
        text(Names.ofBytes(content.bytes()), out);
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        out.writeInt(text.length());
        out.write(Names.bytes(text));
    }

    /** Goes through the members. */
    static final class Reader implements AutoCloseable {
        private final DataInputStream in;

        private Reader(DataInputStream in) {
            this.in = in;
        }

        /** Null behind the last. */
        @Nullable
        Item next() throws IOException {
            try {
                return read();
            } catch (EOFException _) {
                return null;
            }
        }

        private Item read() throws IOException {
            String path = text();
            var type = Member.Type.valueOf(text());
            int mode = in.readShort();
            long uid = in.readLong();
            long gid = in.readLong();
            long seconds = in.readLong();
            int nanos = in.readInt();
            long size = in.readLong();
            String target = text();
            var xattrs = new TreeMap<String, String>();
            for (int left = in.readInt(); left > 0; left--) {
                xattrs.put(text(), text());
            }
            var content = IdList.of(Names.bytes(text()));
            return new Item(new Member(path, type, mode, uid, gid, seconds, nanos, size, target, xattrs), content);
        }

        private String text() throws IOException {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return Names.ofBytes(bytes);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
