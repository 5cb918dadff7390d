package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Origin;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.Written;
import dev.roadstead.controller.fixture.Effects;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A repository's promises in memory: archives, and manifests that make backups of them. */
final class MemoryRepository implements Repository {
    private final Supplier<Effects> effects;
    private final Map<String, String> archives = new TreeMap<>();
    private final Map<String, Manifest> manifests = new TreeMap<>();
    private final List<Origin> origins = new ArrayList<>();
    private int ids;
    private @Nullable RepositoryException refusal;
    private boolean rotten;
    private int passed;
    private int refused;
    private int prunes;
    private Runnable whenReadBack = () -> {};

    MemoryRepository(Supplier<Effects> effects) {
        this.effects = effects;
    }

    /** Whatever is asked is refused so, until null is given. */
    void refuse(@Nullable RepositoryException failure) {
        refuse(failure, 0, Integer.MAX_VALUE);
    }

    /** After so many calls so many are refused so. */
    void refuse(@Nullable RepositoryException failure, int after, int times) {
        refusal = failure;
        passed = after;
        refused = times;
    }

    /** How often it was asked to remove something. */
    int prunes() {
        return prunes;
    }

    /** Runs each time that an archive is read back. */
    void whenReadBack(Runnable then) {
        whenReadBack = then;
    }

    /** What is read back from now on is not what was written. */
    void rot() {
        rotten = true;
    }

    List<Origin> origins() {
        return origins;
    }

    String content(String id) {
        return String.valueOf(archives.get(id));
    }

    private void check() {
        if (refusal == null || passed-- > 0) {
            return;
        }
        if (refused-- > 0) {
            throw refusal;
        }
    }

    private static Tree tree(String content) {
        return new Tree(content.lines().count(), content.length(), "hash of " + content, 0);
    }

    @Override
    public String id() {
        return "memory";
    }

    @Override
    public Written write(Origin origin, InputStream tar, Progress progress) throws IOException {
        check();
        String content = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        progress.at(content.length());
        origins.add(origin);
        return effects.get().perform("repository: archive", () -> {
            String id = "%064x".formatted(++ids);
            archives.put(id, content);
            return new Written(id, tree(content), "sha of " + content, content.length());
        });
    }

    @Override
    public Tree verify(String id, Progress progress) {
        whenReadBack.run();
        check();
        String content = archives.get(id);
        if (content == null) {
            throw new RepositoryException(Kind.NOT_FOUND, "There is no archive " + id + ".");
        }
        return tree(rotten ? "rotten " + content : content);
    }

    @Override
    public void commit(Manifest manifest) {
        check();
        Manifest _ = effects.get().perform("repository: manifest", () -> {
            manifests.put(manifest.id(), manifest);
            return manifest;
        });
    }

    @Override
    public List<Manifest> manifests() {
        check();
        return manifests.values().stream()
                .sorted(Comparator.comparing(Manifest::completedAt).reversed())
                .toList();
    }

    @Override
    public Manifest manifest(String id) {
        check();
        Manifest found = manifests.get(id);
        if (found == null) {
            throw new RepositoryException(Kind.NOT_FOUND, "There is no backup " + id + ".");
        }
        return found;
    }

    @Override
    public Tree restore(String id, Set<String> paths, OutputStream tar, Progress progress) throws IOException {
        check();
        String content = String.valueOf(archives.get(id));
        tar.write(content.getBytes(StandardCharsets.UTF_8));
        return tree(content);
    }

    @Override
    public CheckReport check(boolean readData, Progress progress) {
        check();
        return new CheckReport(archives.size(), 0, manifests.size(), List.of());
    }

    @Override
    public PruneReport prune(Set<String> remove, Progress progress) {
        prunes++;
        check();
        return effects.get().perform("repository: prune", () -> {
            Set<String> removed = new TreeSet<>(remove);
            removed.retainAll(manifests.keySet());
            manifests.keySet().removeAll(remove);
            archives.keySet().removeAll(remove);
            return new PruneReport(removed, 0, 0, 0);
        });
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
