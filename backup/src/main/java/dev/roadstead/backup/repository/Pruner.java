package dev.roadstead.backup.repository;

import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository.PruneReport;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.blob.BlobStore.Blob;
import dev.roadstead.backup.crypto.SealingKey;
import dev.roadstead.backup.restic.BlobCodec;
import dev.roadstead.backup.restic.BlobIndex;
import dev.roadstead.backup.restic.Damage;
import dev.roadstead.backup.restic.Entry;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.IndexFile;
import dev.roadstead.backup.restic.IndexFile.PackEntries;
import dev.roadstead.backup.restic.Layout;
import dev.roadstead.backup.restic.SealedObjects;
import dev.roadstead.backup.restic.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes backups and then what nothing needs any more. Whoever holds the only lock may do that, in this order, each step
 * durable before the next begins: manifests; snapshots; new packs with what is needed of those that are rewritten; their
 * index; an index of the packs that stay; the old indexes; the packs. Killed anywhere, every pack that an index
 * mentions is there, and every blob that a snapshot needs is in an index; the next run removes what is left over.
 */
final class Pruner {
    /** How long an archive may wait for its manifest. */
    private static final Duration UNFINISHED = Duration.ofDays(1);
    /** A pack is rewritten when at least this part of it is not needed. */
    private static final double UNUSED = 0.15;

    /** Packs smaller than this are put together once there are as many. */
    private static final int SMALL = BlobSaver.PACK / 4;

    private static final int MANY = 8;
    private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);

    private final BlobStore store;
    private final SealingKey key;
    private final SealedObjects objects;
    private final Indexes indexes;
    private final Locks.Held lock;

    Pruner(BlobStore store, SealingKey key, SealedObjects objects, Indexes indexes, Locks.Held lock) {
        this.store = store;
        this.key = key;
        this.objects = objects;
        this.indexes = indexes;
        this.lock = lock;
    }

    PruneReport prune(Set<String> remove, Instant now, Progress progress) {
        Set<String> removed = removeArchives(remove, now);
        List<String> oldIndexes = indexes.names();
        BlobIndex index = indexes.load();
        markNeeded(index);

        Map<String, Long> stored = new HashMap<>();
        store.list(Layout.DATA).forEach(blob -> stored.put(blob.name(), blob.bytes()));
        Set<String> needless = new HashSet<>(stored.keySet());
        index.packs().forEach(pack -> needless.remove(Layout.pack(pack)));
        Set<Id> rewritten = new HashSet<>();
        Set<Id> dropped = new HashSet<>();
        decide(index, stored, rewritten, dropped);

        long added = 0;
        if (!rewritten.isEmpty() || !dropped.isEmpty() || oldIndexes.size() > MANY) {
            added = rewrite(oldIndexes, index, rewritten, progress);
            writeIndexes(oldIndexes, rewritten, dropped);
            lock.ensure();
            oldIndexes.forEach(store::delete);
        }
        dropped.forEach(pack -> needless.add(Layout.pack(pack)));
        rewritten.forEach(pack -> needless.add(Layout.pack(pack)));
        long freed = 0;
        for (String pack : needless) {
            Interrupts.check();
            store.delete(pack);
            freed += stored.getOrDefault(pack, 0L);
        }
        return new PruneReport(removed, needless.size() - rewritten.size(), rewritten.size(), freed - added);
    }

    /** Manifests first: what is half removed is no backup. */
    private Set<String> removeArchives(Set<String> remove, Instant now) {
        var removed = new TreeSet<String>();
        Set<String> manifests = names(Layout.MANIFESTS);
        Set<String> snapshots = names(Layout.SNAPSHOTS);
        for (String id : new TreeSet<>(remove)) {
            if (manifests.contains(id) || snapshots.contains(id)) {
                store.delete(Layout.MANIFESTS + id);
                removed.add(id);
            }
        }
        for (String id : snapshots) {
            if (removed.contains(id) || (!manifests.contains(id) && isAbandoned(id, now))) {
                store.delete(Layout.SNAPSHOTS + id);
            }
        }
        return removed;
    }

    /** What restic itself put here has no manifest and is left alone. */
    private boolean isAbandoned(String id, Instant now) {
        Snapshot snapshot = load(id);
        boolean abandoned =
                snapshot.ours() && snapshot.completedAt().plus(UNFINISHED).isBefore(now);
        if (abandoned) {
            LOG.info(
                    "sweeping archive {} of {}, which never became a backup",
                    id,
                    snapshot.origin().path());
        }
        return abandoned;
    }

    private void markNeeded(BlobIndex index) {
        try (var trees = new TreeSource(store, key, index)) {
            // Who prunes a damaged repository may remove what would repair it.
            var reachable = new Reachable(index, trees, e -> {
                throw e;
            });
            names(Layout.SNAPSHOTS).forEach(id -> reachable.mark(load(id).tree()));
        }
    }

    /** Which packs are not needed at all, and which are worth rewriting. */
    private static void decide(BlobIndex index, Map<String, Long> stored, Set<Id> rewritten, Set<Id> dropped) {
        long[] needed = index.markedBytes();
        var small = new ArrayList<Id>();
        for (int i = 0; i < needed.length; i++) {
            Id pack = index.packs().get(i);
            Long length = stored.get(Layout.pack(pack));
            if (needed[i] == 0) {
                dropped.add(pack);
            } else if (length == null) {
                throw Damage.in(Layout.pack(pack), "is missing");
            } else if (index.packEnd(i) - needed[i] > index.packEnd(i) * UNUSED) {
                rewritten.add(pack);
            } else if (length < SMALL) {
                small.add(pack);
            }
        }
        if (small.size() >= MANY) {
            rewritten.addAll(small);
        }
    }

    /** Returns how many bytes that adds. */
    private long rewrite(List<String> oldIndexes, BlobIndex index, Set<Id> rewritten, Progress progress) {
        try (var saver = new BlobSaver(store, key, new BlobIndex());
                var codec = new BlobCodec(key)) {
            indexes.forEachPack(oldIndexes, pack -> {
                if (rewritten.contains(pack.pack())) {
                    copyNeeded(pack, index, codec, saver);
                    progress.at(saver.storedBytes());
                }
            });
            saver.flush();
            return saver.storedBytes();
        }
    }

    private void copyNeeded(PackEntries pack, BlobIndex index, BlobCodec codec, BlobSaver saver) {
        String name = Layout.pack(pack.pack());
        byte[] bytes = store.read(name).orElseThrow(() -> Damage.in(name, "is missing"));
        for (Entry entry : pack.entries()) {
            if (index.isMarkedIn(pack.pack(), entry)) {
                if (entry.offset() + entry.length() > bytes.length) {
                    throw Damage.in(name, "was truncated");
                }
                byte[] clear = codec.open(entry, bytes, entry.offset(), name);
                saver.save(entry.type(), clear, 0, clear.length);
            }
        }
    }

    /** A pack that stays keeps all its entries, needed or not: an index describes packs as they are. */
    private void writeIndexes(List<String> oldIndexes, Set<Id> rewritten, Set<Id> dropped) {
        var kept = new ArrayList<PackEntries>();
        var blobs = new AtomicInteger();
        indexes.forEachPack(oldIndexes, pack -> {
            if (rewritten.contains(pack.pack()) || dropped.contains(pack.pack())) {
                return;
            }
            kept.add(pack);
            if (blobs.addAndGet(pack.entries().size()) >= IndexFile.BLOBS) {
                objects.save(Layout.INDEX, IndexFile.encode(kept));
                kept.clear();
                blobs.set(0);
            }
        });
        if (!kept.isEmpty()) {
            objects.save(Layout.INDEX, IndexFile.encode(kept));
        }
    }

    private Snapshot load(String id) {
        String name = Layout.SNAPSHOTS + id;
        try {
            return Snapshot.parse(name, objects.load(name));
        } catch (RepositoryException e) {
            if (e.kind() == Kind.DAMAGED) {
                throw new RepositoryException(
                        Kind.DAMAGED,
                        e.getMessage() + " Nothing was pruned, since what it needs is not known. Remove backup " + id
                                + " to go on without it.",
                        e);
            }
            throw e;
        }
    }

    private Set<String> names(String folder) {
        var names = new TreeSet<String>();
        for (Blob blob : store.list(folder)) {
            names.add(blob.name().substring(folder.length()));
        }
        return names;
    }
}
