package dev.roadstead.backup.repository;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository.CheckReport;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.blob.BlobStore.Blob;
import dev.roadstead.backup.crypto.SealingKey;
import dev.roadstead.backup.restic.BlobCodec;
import dev.roadstead.backup.restic.BlobIndex;
import dev.roadstead.backup.restic.Damage;
import dev.roadstead.backup.restic.Entry;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.IndexFile.PackEntries;
import dev.roadstead.backup.restic.Layout;
import dev.roadstead.backup.restic.PackHeader;
import dev.roadstead.backup.restic.SealedObjects;
import dev.roadstead.backup.restic.Snapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.AEADBadTagException;

/**
 * Compares what refers with what is referred to, and reads it if asked. Gathers all damage instead of ending at the first;
 * what an interrupted write left is none.
 */
final class Checker {
    private final BlobStore store;
    private final SealingKey key;
    private final SealedObjects objects;
    private final Indexes indexes;
    private final Manifests manifests;
    private final TreeSet<String> damage = new TreeSet<>();
    private long read;

    Checker(BlobStore store, SealingKey key, SealedObjects objects, Indexes indexes, Manifests manifests) {
        this.store = store;
        this.key = key;
        this.objects = objects;
        this.indexes = indexes;
        this.manifests = manifests;
    }

    CheckReport check(boolean readData, Progress progress) {
        Map<String, Long> packs = new HashMap<>();
        store.list(Layout.DATA).forEach(blob -> packs.put(blob.name(), blob.bytes()));
        var index = new BlobIndex();
        try (var codec = new BlobCodec(key)) {
            for (String name : indexes.names()) {
                guarded(() -> indexes.forEachPack(List.of(name), pack -> {
                    index.add(pack);
                    guarded(() -> checkLength(pack, packs));
                    if (readData) {
                        guarded(() -> checkContent(pack, codec));
                        read += packs.getOrDefault(Layout.pack(pack.pack()), 0L);
                        progress.at(read);
                    }
                }));
            }
        }
        checkArchives(index);
        List<String> backups = manifests.names();
        backups.forEach(name -> guarded(() -> checkManifest(name)));
        long bytes = packs.values().stream().mapToLong(Long::longValue).sum();
        return new CheckReport(packs.size(), bytes, backups.size(), List.copyOf(damage));
    }

    private void checkArchives(BlobIndex index) {
        try (var trees = new TreeSource(store, key, index)) {
            var reachable = new Reachable(index, trees, this::found);
            for (Blob blob : store.list(Layout.SNAPSHOTS)) {
                guarded(() -> reachable.mark(
                        Snapshot.parse(blob.name(), objects.load(blob.name())).tree()));
            }
        }
    }

    private void checkManifest(String name) {
        Manifest manifest = manifests.load(name);
        if (store.read(Layout.SNAPSHOTS + manifest.id()).isEmpty()) {
            throw Damage.in(name, "has no archive any more");
        }
    }

    private static void checkLength(PackEntries pack, Map<String, Long> packs) {
        String name = Layout.pack(pack.pack());
        Long length = packs.get(name);
        if (length == null) {
            throw Damage.in(name, "is missing");
        }
        if (length != PackHeader.packLength(pack.entries())) {
            throw Damage.in(
                    name,
                    "has " + length + " bytes instead of " + PackHeader.packLength(pack.entries())
                            + ": truncated, or replaced");
        }
    }

    private void checkContent(PackEntries pack, BlobCodec codec) {
        Interrupts.check();
        String name = Layout.pack(pack.pack());
        byte[] bytes = store.read(name).orElseThrow(() -> Damage.in(name, "is missing"));
        if (!Id.hash(bytes).equals(pack.pack())) {
            throw Damage.in(name, "was altered or truncated");
        }
        if (!Set.copyOf(header(name, bytes)).equals(Set.copyOf(pack.entries()))) {
            throw Damage.in(name, "has other blobs than its index says");
        }
        for (Entry entry : pack.entries()) {
            codec.open(entry, bytes, entry.offset(), name);
        }
    }

    private List<Entry> header(String name, byte[] pack) {
        int end = pack.length - PackHeader.TRAILER;
        int length = end < 0
                ? -1
                : ByteBuffer.wrap(pack).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
        if (length < 0 || length > end) {
            throw Damage.in(name, "has no header");
        }
        try {
            return PackHeader.decode(key.open(Arrays.copyOfRange(pack, end - length, end)));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw Damage.in(name, "has an altered header", e);
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RepositoryException e) {
            found(e);
        }
    }

    /** Damage is gathered; a store that does not answer ends the check. */
    private void found(RepositoryException e) {
        switch (e.kind()) {
            case DAMAGED, NOT_FOUND, UNSUPPORTED, REFUSED -> damage.add(String.valueOf(e.getMessage()));
            default -> throw e;
        }
    }
}
