package dev.roadstead.backup.restic;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.crypto.SealingKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.crypto.AEADBadTagException;

/** Objects that are JSON, compressed and sealed, and named by their hash. Thread-safe. */
public final class SealedObjects {
    private static final byte COMPRESSED = 2;
    private static final int LEVEL = 3;
    private static final int CLEAR_LIMIT = 1 << 29;

    private final BlobStore store;
    private final SealingKey key;

    public SealedObjects(BlobStore store, SealingKey key) {
        this.store = store;
        this.key = key;
    }

    /** An object ready to be written below {@code folder}. */
    public Sealed seal(byte[] json) {
        byte[] sealed = key.seal(compress(json));
        return new Sealed(Id.hash(sealed), sealed);
    }

    /** Writes one, and returns its id. */
    public Id save(String folder, byte[] json) {
        Sealed sealed = seal(json);
        store.write(folder + sealed.id(), sealed.bytes());
        return sealed.id();
    }

    /** Writes one under a name of its own. */
    public void saveAs(String name, byte[] json) {
        store.write(name, key.seal(compress(json)));
    }

    /**
     * The JSON of an object that is named by its hash.
     *
     * @throws RepositoryException NOT_FOUND, DAMAGED
     */
    public byte[] load(String name) {
        byte[] sealed = read(name);
        if (!Id.hash(sealed).toString().equals(name.substring(name.lastIndexOf('/') + 1))) {
            throw Damage.in(name, "was altered or truncated");
        }
        return open(name, sealed);
    }

    /** The JSON of an object with a name of its own. */
    public byte[] loadNamed(String name) {
        return open(name, read(name));
    }

    private byte[] read(String name) {
        return store.read(name)
                .orElseThrow(() -> new RepositoryException(
                        Kind.NOT_FOUND, "There is no " + name + " in " + store.describe() + "."));
    }

    private byte[] open(String name, byte[] sealed) {
        try {
            byte[] clear = key.open(sealed);
            return clear.length > 0 && clear[0] == COMPRESSED ? decompress(clear) : clear;
        } catch (AEADBadTagException e) {
            throw Damage.in(name, "was altered or truncated", e);
        } catch (IOException e) {
            throw Damage.in(name, "cannot be decompressed", e);
        }
    }

    private static byte[] compress(byte[] json) {
        byte[] compressed = Zstd.compress(json, LEVEL);
        byte[] marked = new byte[compressed.length + 1];
        marked[0] = COMPRESSED;
        System.arraycopy(compressed, 0, marked, 1, compressed.length);
        return marked;
    }

    private static byte[] decompress(byte[] marked) throws IOException {
        try (var in = new ZstdInputStream(new ByteArrayInputStream(marked, 1, marked.length - 1))) {
            byte[] clear = in.readNBytes(CLEAR_LIMIT + 1);
            if (clear.length > CLEAR_LIMIT) {
                throw new IOException("it has more than " + CLEAR_LIMIT + " bytes");
            }
            return clear;
        }
    }

    /** An object as it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Sealed(Id id, byte[] bytes) {}
}
