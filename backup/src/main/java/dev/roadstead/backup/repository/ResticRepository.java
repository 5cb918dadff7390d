package dev.roadstead.backup.repository;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Origin;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.Written;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.chunk.Chunker;
import dev.roadstead.backup.crypto.SealingKey;
import dev.roadstead.backup.restic.BlobIndex;
import dev.roadstead.backup.restic.Config;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.Layout;
import dev.roadstead.backup.restic.SealedObjects;
import dev.roadstead.backup.restic.Snapshot;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** A repository in restic's format. Keeps nothing between calls but its key: every call reads the indexes it needs. */
final class ResticRepository implements Repository {
    /** For headers and small files; what is longer goes past it. */
    private static final int BUFFER = 64 << 10;

    private static final String NO_ARCHIVE = "There is no archive ";

    private final BlobStore store;
    private final SealingKey key;
    private final Config config;
    private final SealedObjects objects;
    private final Locks locks;
    private final Indexes indexes;
    private final Manifests manifests;
    private final InstantSource clock;

    ResticRepository(
            BlobStore store, SealingKey key, Config config, InstantSource clock, Owner owner, Duration patience) {
        this.store = store;
        this.key = key;
        this.config = config;
        this.clock = clock;
        this.objects = new SealedObjects(store, key);
        this.locks = new Locks(store, objects, clock, owner, patience);
        this.indexes = new Indexes(store, objects);
        this.manifests = new Manifests(store, objects);
    }

    @Override
    public String id() {
        return config.id();
    }

    @Override
    public Written write(Origin origin, InputStream tar, Progress progress) throws IOException {
        if (!origin.path().matches("(/[^/\\x00]+)+")) {
            throw new IllegalArgumentException("\"" + origin.path() + "\" is no absolute path of a directory");
        }
        try (var lock = locks.shared();
                var blobs = new BlobSaver(store, key, indexes.load());
                var writer = new ArchiveWriter(blobs, chunker(), progress)) {
            var stored = writer.write(new BufferedInputStream(tar, BUFFER), origin.path(), origin.startedAt());
            lock.ensure();
            var snapshot = objects.seal(new Snapshot(origin, stored.root(), clock.instant(), true).toJson());
            store.write(Layout.SNAPSHOTS + snapshot.id(), snapshot.bytes());
            return new Written(
                    snapshot.id().toString(),
                    stored.tree(),
                    stored.archiveHash(),
                    blobs.storedBytes() + snapshot.bytes().length);
        }
    }

    @Override
    public Tree verify(String id, Progress progress) {
        try {
            return restore(id, Set.of(), OutputStream.nullOutputStream(), progress);
        } catch (IOException e) {
            throw new IllegalStateException("writing to nowhere failed", e);
        }
    }

    @Override
    public void commit(Manifest manifest) {
        try (var lock = locks.shared()) {
            snapshot(manifest.id());
            lock.ensure();
            manifests.save(manifest);
        }
    }

    @Override
    public List<Manifest> manifests() {
        return manifests.all();
    }

    @Override
    public Manifest manifest(String id) {
        return manifests.byId(id);
    }

    @Override
    public Tree restore(String id, Set<String> paths, OutputStream tar, Progress progress) throws IOException {
        try (var _ = locks.shared()) {
            BlobIndex index = indexes.load();
            Snapshot snapshot = snapshot(id);
            try (var trees = new TreeSource(store, key, index);
                    var data = new DataSource(store, key, index)) {
                var walk = new ArchiveWalk(trees, snapshot, paths);
                return new ArchiveReader(walk, data, snapshot.origin().startedAt(), tar, progress).write();
            }
        }
    }

    @Override
    public CheckReport check(boolean readData, Progress progress) {
        try (var _ = locks.shared()) {
            return new Checker(store, key, objects, indexes, manifests).check(readData, progress);
        }
    }

    @Override
    public PruneReport prune(Set<String> remove, Progress progress) {
        try (var lock = locks.exclusive()) {
            return new Pruner(store, key, objects, indexes, lock).prune(remove, clock.instant(), progress);
        }
    }

    @Override
    public void close() {
        store.close();
    }

    private Snapshot snapshot(String id) {
        try {
            String name = Layout.SNAPSHOTS + Id.parse(id);
            return Snapshot.parse(name, objects.load(name));
        } catch (IllegalArgumentException e) {
            throw new RepositoryException(Kind.NOT_FOUND, NO_ARCHIVE + id + ": that is no id.", e);
        }
    }

    /** What the table of cuts is made of is as secret as the configuration. */
    private Chunker chunker() {
        return Chunker.of((config.id() + config.polynomial()).getBytes(StandardCharsets.UTF_8));
    }
}
