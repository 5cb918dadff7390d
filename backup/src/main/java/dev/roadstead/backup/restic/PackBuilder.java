package dev.roadstead.backup.restic;

import dev.roadstead.backup.crypto.SealingKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers sealed blobs of one type until they are worth an object. Not thread-safe. */
public final class PackBuilder {
    /** Of those that stay small. */
    private static final int FIRST = 256 << 10;

    /** In bytes: most others are shorter than this, and at worst one is nearly twice as long. */
    public static final int MEMORY = 9 << 20;

    private final BlobType type;
    private final List<Entry> entries = new ArrayList<>();
    private byte[] bytes;
    private int length;

    /**
     * An empty one.
     *
     * @param memory of an earlier pack, if there is any
     */
    public PackBuilder(BlobType type, byte @Nullable [] memory) {
        this.type = type;
        this.bytes = memory == null ? new byte[FIRST] : memory;
    }

    /** Copies a blob. */
    public void add(Id id, BlobCodec.Sealed sealed) {
        entries.add(new Entry(id, type, length, sealed.length(), sealed.clearLength()));
        append(sealed.bytes(), sealed.length());
    }

    /** Bytes so far. */
    public int length() {
        return length;
    }

    /** The pack; the builder is of no more use. */
    public Pack finish(SealingKey key) {
        byte[] header = key.seal(PackHeader.encode(entries));
        ByteBuffer end = ByteBuffer.allocate(header.length + PackHeader.TRAILER).order(ByteOrder.LITTLE_ENDIAN);
        append(end.put(header).putInt(header.length).array(), end.capacity());
        return new Pack(Id.hash(bytes, 0, length), ByteBuffer.wrap(bytes, 0, length), List.copyOf(entries));
    }

    private void append(byte[] more, int count) {
        if (bytes.length < length + count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, MEMORY));
        }
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
    }

    /**
     * A pack as it is stored.
     *
     * @param bytes in the builder's memory
     */
    public record Pack(Id id, ByteBuffer bytes, List<Entry> entries) {}
}
