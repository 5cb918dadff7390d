package dev.roadstead.backup.restic;

import dev.roadstead.backup.crypto.SealingKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** What stands at a pack's end: its blobs, sealed, and how long that is. */
public final class PackHeader {
    /** The length behind the header. */
    public static final int TRAILER = 4;

    /** Bits of a blob's type. */
    private static final int TREE = 1;

    private static final int ZSTD = 2;
    private static final int PLAIN = 1 + 4 + Id.BYTES;
    private static final int COMPRESSED = PLAIN + 4;

    private PackHeader() {}

    /** The header's clear bytes. */
    public static byte[] encode(List<Entry> entries) {
        var out = ByteBuffer.allocate(length(entries)).order(ByteOrder.LITTLE_ENDIAN);
        for (Entry entry : entries) {
            boolean compressed = entry.clearLength() > 0;
            out.put((byte) ((entry.type() == BlobType.TREE ? TREE : 0) | (compressed ? ZSTD : 0)));
            out.putInt(entry.length());
            if (compressed) {
                out.putInt(entry.clearLength());
            }
            out.put(entry.id().bytes());
        }
        return out.array();
    }

    /**
     * The entries of clear bytes.
     *
     * @throws IllegalArgumentException when they are no header
     */
    public static List<Entry> decode(byte[] header) {
        var in = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        var entries = new ArrayList<Entry>();
        int offset = 0;
        while (in.hasRemaining()) {
            int type = in.get();
            boolean compressed = (type & ZSTD) != 0;
            if ((type & ~(TREE | ZSTD)) != 0 || in.remaining() < (compressed ? COMPRESSED : PLAIN) - 1) {
                throw new IllegalArgumentException("the pack's header is none");
            }
            int length = in.getInt();
            int clear = compressed ? in.getInt() : 0;
            entries.add(new Entry(
                    Id.of(header, in.position()),
                    (type & TREE) != 0 ? BlobType.TREE : BlobType.DATA,
                    offset,
                    length,
                    clear));
            in.position(in.position() + Id.BYTES);
            offset += length;
        }
        return entries;
    }

    /** How long a pack with these blobs is. */
    public static long packLength(List<Entry> entries) {
        return entries.stream().mapToLong(Entry::length).sum() + length(entries) + SealingKey.OVERHEAD + TRAILER;
    }

    private static int length(List<Entry> entries) {
        return entries.stream()
                .mapToInt(entry -> entry.clearLength() > 0 ? COMPRESSED : PLAIN)
                .sum();
    }
}
