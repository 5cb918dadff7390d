package dev.roadstead.backup.restic;

import java.util.Arrays;

/** Ids in order, in 32 bytes each: a file of a terabyte has a million. Grows; not thread-safe. */
public final class IdList {
    private byte[] bytes;
    private int size;

    public IdList() {
        this(new byte[Id.BYTES], 0);
    }

    private IdList(byte[] bytes, int size) {
        this.bytes = bytes;
        this.size = size;
    }

    /** Of what {@link #bytes} gave. */
    public static IdList of(byte[] bytes) {
        return new IdList(bytes.clone(), bytes.length / Id.BYTES);
    }

    public void add(Id id) {
        if (size * Id.BYTES == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length == 0 ? Id.BYTES : Math.multiplyExact(bytes.length, 2));
        }
        System.arraycopy(id.bytes(), 0, bytes, size * Id.BYTES, Id.BYTES);
        size++;
    }

    public Id get(int index) {
        return Id.of(bytes, index * Id.BYTES);
    }

    public int size() {
        return size;
    }

    public byte[] bytes() {
        return Arrays.copyOf(bytes, size * Id.BYTES);
    }
}
