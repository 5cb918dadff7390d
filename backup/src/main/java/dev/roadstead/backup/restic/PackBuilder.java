package dev.roadstead.backup.restic;

import dev.roadstead.backup.crypto.SealingKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Gathers sealed blobs of one type until they are worth an object. Not thread-safe. */
public final class PackBuilder {
    private final BlobType type;
    private final List<byte[]> sealed = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private int length;

    public PackBuilder(BlobType type) {
        this.type = type;
    }

    public void add(Id id, byte[] bytes, int clearLength) {
        entries.add(new Entry(id, type, length, bytes.length, clearLength));
        sealed.add(bytes);
        length += bytes.length;
    }

    /** Bytes so far. */
    public int length() {
        return length;
    }

    /** The pack; the builder is of no more use. */
    public Pack finish(SealingKey key) {
        byte[] header = key.seal(PackHeader.encode(entries));
        var bytes =
                ByteBuffer.allocate(length + header.length + PackHeader.TRAILER).order(ByteOrder.LITTLE_ENDIAN);
        sealed.forEach(bytes::put);
        sealed.clear();
        bytes.put(header).putInt(header.length);
        return new Pack(Id.hash(bytes.array()), bytes.array(), List.copyOf(entries));
    }

    /** A pack as it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Pack(Id id, byte[] bytes, List<Entry> entries) {}
}
