package dev.roadstead.backup.repository;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.restic.BlobIndex;
import dev.roadstead.backup.restic.Damage;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.IndexFile;
import dev.roadstead.backup.restic.Layout;
import dev.roadstead.backup.restic.SealedObjects;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;

/** Reading indexes. Who relies on one holds a lock, so that no pack of it goes meanwhile. */
final class Indexes {
    private final BlobStore store;
    private final SealedObjects objects;

    Indexes(BlobStore store, SealedObjects objects) {
        this.store = store;
        this.objects = objects;
    }

    /** Where every blob is now. */
    BlobIndex load() {
        var index = new BlobIndex();
        forEachPack(names(), index::add);
        return index;
    }

    List<String> names() {
        return store.list(Layout.INDEX).stream()
                .map(BlobStore.Blob::name)
                .sorted()
                .toList();
    }

    /** Hands over every pack once, though several files may have it. */
    void forEachPack(List<String> names, Consumer<IndexFile.PackEntries> packs) {
        var seen = new HashSet<Id>();
        for (String name : names) {
            Interrupts.check();
            IndexFile.decode(name, load(name), pack -> {
                if (seen.add(pack.pack())) {
                    packs.accept(pack);
                }
            });
        }
    }

    private byte[] load(String name) {
        try {
            return objects.load(name);
        } catch (RepositoryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                throw Damage.in(name, "was removed while it was needed", e);
            }
            throw e;
        }
    }
}
