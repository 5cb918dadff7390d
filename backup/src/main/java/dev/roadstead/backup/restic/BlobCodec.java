package dev.roadstead.backup.restic;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.roadstead.backup.crypto.SealingKey;
import javax.crypto.AEADBadTagException;

/**
 * Compresses and seals blobs, and back. Holds the compressor's memory, so it is for one thread; closing it gives that
 * back.
 */
public final class BlobCodec implements AutoCloseable {
    /** More than restic's and our own writers ever make; a lie beyond that must not take all memory. */
    private static final int CLEAR_LIMIT = 1 << 29;

    /** A quarter to a half less time than level 3, and 0 to 10 % larger: measured in bench/RESULTS.md. */
    private static final int LEVEL = 1;

    private final SealingKey key;
    private final ZstdCompressCtx compressor = new ZstdCompressCtx().setLevel(LEVEL);
    private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
    private byte[] compressed = new byte[0];
    private byte[] sealed = new byte[0];

    public BlobCodec(SealingKey key) {
        this.key = key;
    }

    /** Compressed if that makes it shorter, and sealed; the result lasts until the next call. */
    public Sealed seal(byte[] clear, int offset, int length) {
        int bound = Math.toIntExact(Zstd.compressBound(length));
        if (compressed.length < bound) {
            compressed = new byte[bound];
            sealed = new byte[bound + SealingKey.OVERHEAD];
        }
        int shorter = compressor.compressByteArray(compressed, 0, compressed.length, clear, offset, length);
        if (shorter < length) {
            key.seal(compressed, 0, shorter, sealed);
            return new Sealed(sealed, shorter + SealingKey.OVERHEAD, length);
        }
        key.seal(clear, offset, length, sealed);
        return new Sealed(sealed, length + SealingKey.OVERHEAD, 0);
    }

    /**
     * The content of a blob, which is what its id says.
     *
     * @param bytes has the sealed blob at {@code offset}
     * @param where it is, for the message
     * @throws dev.roadstead.backup.RepositoryException DAMAGED
     */
    public byte[] open(Entry entry, byte[] bytes, int offset, String where) {
        String blob = "blob " + entry.id() + " in " + where;
        byte[] clear;
        try {
            byte[] opened = key.open(bytes, offset, entry.length());
            clear = entry.clearLength() == 0 ? opened : decompress(opened, entry.clearLength(), blob);
        } catch (AEADBadTagException e) {
            throw Damage.in(blob, "was altered", e);
        } catch (ZstdException e) {
            throw Damage.in(blob, "cannot be decompressed", e);
        }
        if (!Id.hash(clear).equals(entry.id())) {
            throw Damage.in(blob, "has other contents");
        }
        return clear;
    }

    @Override
    public void close() {
        compressor.close();
        decompressor.close();
    }

    private byte[] decompress(byte[] bytes, int clearLength, String blob) {
        if (clearLength < 0 || clearLength > CLEAR_LIMIT) {
            throw Damage.in(blob, "has a length of " + clearLength + " bytes, which no blob has");
        }
        byte[] clear = new byte[clearLength];
        int length = decompressor.decompressByteArray(clear, 0, clearLength, bytes, 0, bytes.length);
        if (length != clearLength) {
            throw Damage.in(blob, "has another length");
        }
        return clear;
    }

    /**
     * A blob as it is stored.
     *
     * @param bytes has it at its begin
     * @param clearLength as in {@link Entry}
     */
    @SuppressWarnings("ArrayRecordComponent") // looked at once, never compared
    public record Sealed(byte[] bytes, int length, int clearLength) {}
}
