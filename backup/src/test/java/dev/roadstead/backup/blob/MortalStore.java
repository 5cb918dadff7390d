package dev.roadstead.backup.blob;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose user dies after so many operations that change it: none of the later ones happens. */
public final class MortalStore implements BlobStore {
    private final BlobStore store;
    private final AtomicInteger left;

    public MortalStore(BlobStore store, int operations) {
        this.store = store;
        this.left = new AtomicInteger(operations);
    }

    /** The process is gone. */
    public static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Whether an operation did not happen. */
    public boolean died() {
        return left.get() < 0;
    }

    @Override
    public void write(String name, ByteBuffer content) {
        live(1);
        store.write(name, content);
    }

    @Override
    public Optional<byte[]> read(String name) {
        live(0);
        return store.read(name);
    }

    @Override
    public byte[] read(String name, long offset, int length) {
        live(0);
        return store.read(name, offset, length);
    }

    @Override
    public List<Blob> list(String prefix) {
        live(0);
        return store.list(prefix);
    }

    @Override
    public void delete(String name) {
        live(1);
        store.delete(name);
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public void close() {}

    private void live(int cost) {
        if (left.addAndGet(-cost) < 0) {
            left.set(Integer.MIN_VALUE / 2);
            throw new KilledException();
        }
    }
}
