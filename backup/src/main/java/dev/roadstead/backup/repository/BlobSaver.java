package dev.roadstead.backup.repository;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.crypto.SealingKey;
import dev.roadstead.backup.restic.BlobCodec;
import dev.roadstead.backup.restic.BlobIndex;
import dev.roadstead.backup.restic.BlobType;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.IndexFile;
import dev.roadstead.backup.restic.Layout;
import dev.roadstead.backup.restic.PackBuilder;
import dev.roadstead.backup.restic.SealedObjects;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores blobs that are not known yet. The caller's thread hashes; {@value #SEALERS} others compress and seal; as many
 * upload packs. What is on its way is bounded, so a slow store slows down the caller. Used by one thread.
 *
 * <p>Closed without {@link #flush}, packs may stay that no index knows; pruning removes them. Those that filled the store
 * are removed at once.
 */
final class BlobSaver implements AutoCloseable {
    /** A pack may be one blob longer. Half of what restic makes by default, for the sake of memory: four may be on their way. */
    static final int PACK = 8 << 20;

    private static final int SEALERS = 2;
    private static final int UPLOADS = 2;
    /** KiB of clear blobs that wait or are being sealed. */
    private static final int WAITING = 16 << 10;
    /** An index is written after as many packs, about a GiB: so much is not sent again after a crash. */
    private static final int PACKS_AN_INDEX = 128;

    private static final Logger LOG = LoggerFactory.getLogger(BlobSaver.class);

    private final BlobStore store;
    private final SealingKey key;
    private final BlobIndex known;
    private final SealedObjects objects;
    private final ExecutorService sealers = Executors.newFixedThreadPool(
            SEALERS, Thread.ofPlatform().name("backup-seal-", 0).daemon().factory());
    private final ExecutorService uploaders = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("backup-upload-", 0).factory());
    private final BlockingQueue<BlobCodec> codecs = new ArrayBlockingQueue<>(SEALERS);
    private final Semaphore waiting = new Semaphore(WAITING);
    private final Semaphore uploads = new Semaphore(UPLOADS);
    private final Map<BlobType, PackBuilder> builders = new EnumMap<>(BlobType.class);
    /** Memory of packs that are stored: made anew each time, it kept the garbage collector busy. */
    private final Queue<byte[]> spare = new ConcurrentLinkedQueue<>();

    private final List<IndexFile.PackEntries> unindexed = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicLong stored = new AtomicLong();

    /**
     * A saver of one run.
     *
     * @param known what is stored already; is told what is being stored
     */
    BlobSaver(BlobStore store, SealingKey key, BlobIndex known) {
        this.store = store;
        this.key = key;
        this.known = known;
        this.objects = new SealedObjects(store, key);
        for (int i = 0; i < SEALERS; i++) {
            codecs.add(new BlobCodec(key));
        }
    }

    /** Stores a blob, unless it is known; returns before it is durable. Its bytes must never change again. */
    Id save(BlobType type, byte[] clear, int offset, int length) {
        return save(type, clear, offset, length, () -> {});
    }

    /**
     * The same for bytes that may change when they are needed no more.
     *
     * @param read is run then, by any thread; perhaps never after a failure
     */
    Id save(BlobType type, byte[] clear, int offset, int length, Runnable read) {
        Id id = Id.hash(clear, offset, length);
        checkFailure();
        if (known.reserve(type, id)) {
            int cost = Math.min(WAITING, length / 1024 + 1);
            Interrupts.acquire(waiting, cost);
            sealers.execute(() -> {
                try {
                    seal(type, id, clear, offset, length);
                } finally {
                    waiting.release(cost);
                    read.run();
                }
            });
        } else {
            read.run();
        }
        return id;
    }

    /** Returns when all is durable, and indexes know it. */
    void flush() {
        Interrupts.acquire(waiting, WAITING);
        waiting.release(WAITING);
        for (BlobType type : BlobType.values()) {
            PackBuilder rest = builders.remove(type);
            if (rest != null) {
                upload(rest);
            }
        }
        Interrupts.acquire(uploads, UPLOADS);
        uploads.release(UPLOADS);
        checkFailure();
        writeIndex(takeUnindexed(1));
    }

    /** Bytes of packs and indexes so far. */
    long storedBytes() {
        return stored.get();
    }

    @Override
    public void close() {
        sealers.shutdownNow();
        uploaders.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            boolean ended =
                    sealers.awaitTermination(10, TimeUnit.SECONDS) && uploaders.awaitTermination(10, TimeUnit.SECONDS);
            if (ended) {
                codecs.forEach(BlobCodec::close);
            }
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (failure.get() instanceof RepositoryException e && e.kind() == Kind.FULL) {
            giveBack();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A store without any room could not even be pruned: that begins with a lock. */
    private void giveBack() {
        for (IndexFile.PackEntries pack : takeUnindexed(0)) {
            try {
                store.delete(Layout.pack(pack.pack()));
            } catch (RepositoryException e) {
                LOG.warn("pack {} stays until the repository is pruned: {}", pack.pack(), e.getMessage());
            }
        }
    }

    private void seal(BlobType type, Id id, byte[] clear, int offset, int length) {
        try {
            if (failure.get() == null) {
                BlobCodec codec = Interrupts.take(codecs);
                PackBuilder full;
                try {
                    full = gather(type, id, codec.seal(clear, offset, length));
                } finally {
                    codecs.add(codec);
                }
                if (full != null) {
                    upload(full);
                }
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private @Nullable PackBuilder gather(BlobType type, Id id, BlobCodec.Sealed sealed) {
        synchronized (builders) {
            PackBuilder builder = builders.computeIfAbsent(type, _ -> new PackBuilder(type, spare.poll()));
            builder.add(id, sealed);
            return builder.length() < PACK ? null : builders.remove(type);
        }
    }

    private void upload(PackBuilder builder) {
        Interrupts.acquire(uploads, 1);
        uploaders.execute(() -> {
            try {
                PackBuilder.Pack pack = builder.finish(key);
                store.write(Layout.pack(pack.id()), pack.bytes());
                stored.addAndGet(pack.bytes().remaining());
                if (pack.bytes().array().length <= PackBuilder.MEMORY) {
                    spare.add(pack.bytes().array());
                }
                synchronized (unindexed) {
                    unindexed.add(new IndexFile.PackEntries(pack.id(), pack.entries()));
                }
                writeIndex(takeUnindexed(PACKS_AN_INDEX));
            } catch (RuntimeException | Error e) {
                fail(e);
            } finally {
                uploads.release();
            }
        });
    }

    private List<IndexFile.PackEntries> takeUnindexed(int packs) {
        synchronized (unindexed) {
            long blobs =
                    unindexed.stream().mapToLong(pack -> pack.entries().size()).sum();
            if (unindexed.size() < packs && blobs < IndexFile.BLOBS) {
                return List.of();
            }
            var taken = List.copyOf(unindexed);
            unindexed.clear();
            return taken;
        }
    }

    private void writeIndex(List<IndexFile.PackEntries> packs) {
        if (!packs.isEmpty()) {
            SealedObjects.Sealed index = objects.seal(IndexFile.encode(packs));
            store.write(Layout.INDEX + index.id(), index.bytes());
            stored.addAndGet(index.bytes().length);
        }
    }

    private void fail(Throwable e) {
        failure.compareAndSet(null, e);
    }

    private void checkFailure() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw Interrupts.failure(cause);
        }
    }
}
