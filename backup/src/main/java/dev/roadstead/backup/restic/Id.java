package dev.roadstead.backup.restic;

import dev.roadstead.backup.crypto.Sha256;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A SHA-256. */
public record Id(long a, long b, long c, long d) {
    public static final int BYTES = 32;

    /** Of 32 bytes. */
    public static Id of(byte[] bytes, int offset) {
        var buffer = ByteBuffer.wrap(bytes, offset, BYTES);
        return new Id(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /**
     * Of 64 hexadecimal digits.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Id parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("\"" + hex + "\" does not have 64 hexadecimal digits");
        }
        return of(bytes, 0);
    }

    /** Of a content. */
    public static Id hash(byte[] bytes, int offset, int length) {
        var sha256 = Sha256.digest();
        sha256.update(bytes, offset, length);
        return of(sha256.digest(), 0);
    }

    public static Id hash(byte[] bytes) {
        return hash(bytes, 0, bytes.length);
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }

    /** Its 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
