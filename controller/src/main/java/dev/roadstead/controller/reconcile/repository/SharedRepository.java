package dev.roadstead.controller.reconcile.repository;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Origin;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.Written;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** One user's hold on a repository that others use too. Closing it ends the hold and nothing else. */
record SharedRepository(Repository repository, Runnable release, AtomicBoolean closed) implements Repository {
    SharedRepository(Repository repository, Runnable release) {
        this(repository, release, new AtomicBoolean());
    }

    @Override
    public String id() {
        return repository.id();
    }

    @Override
    public Written write(Origin origin, InputStream tar, Progress progress) throws IOException {
        return repository.write(origin, tar, progress);
    }

    @Override
    public Tree verify(String id, Progress progress) {
        return repository.verify(id, progress);
    }

    @Override
    public void commit(Manifest manifest) {
        repository.commit(manifest);
    }

    @Override
    public List<Manifest> manifests() {
        return repository.manifests();
    }

    @Override
    public Manifest manifest(String id) {
        return repository.manifest(id);
    }

    @Override
    public Tree restore(String id, Set<String> paths, OutputStream tar, Progress progress) throws IOException {
        return repository.restore(id, paths, tar, progress);
    }

    @Override
    public CheckReport check(boolean readData, Progress progress) {
        return repository.check(readData, progress);
    }

    @Override
    public PruneReport prune(Set<String> remove, Progress progress) {
        return repository.prune(remove, progress);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
