package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.CrdCompiler;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.ObjectFilter;
import dev.roadstead.apiserver.watch.Range;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the catalog equal to the built-in kinds and the CustomResourceDefinitions in the store, also those that another
 * API server wrote. Thread-safe.
 */
public final class CatalogKeeper implements Supplier<ResourceCatalog>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogKeeper.class);
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(3);

    private final List<ResourceDefinition> core;
    private final Set<String> coreResources;
    private final Map<String, Compiled> custom = new HashMap<>();
    private final Set<String> unconfirmed = new HashSet<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ResourceFollower follower;
    private volatile ResourceCatalog catalog;
    private volatile Set<String> terminating = Set.of();
    private volatile Collection<DefinitionNames.Claims> names = List.of();
    private volatile Map<String, ResourceDefinition> storage = Map.of();

    /**
     * What a stored definition came to.
     *
     * @param storage the version that instances are stored in
     * @param served none while it has no names of its own
     */
    private record Compiled(
            long revision,
            boolean terminating,
            DefinitionNames.Claims names,
            ResourceDefinition storage,
            List<ResourceDefinition> served) {
        static Compiled of(long revision, ObjectNode crd) {
            List<ResourceDefinition> versions = CrdCompiler.compileStored(crd);
            String stored = CrdCompiler.storageVersion(crd);
            ResourceDefinition storage = versions.stream()
                    .filter(version -> version.version().equals(stored))
                    .findFirst()
                    .orElseGet(() -> CrdCompiler.compileStorage(crd));
            return new Compiled(
                    revision,
                    Metadata.isDeleting(crd),
                    DefinitionNames.Claims.of(crd),
                    storage,
                    DefinitionNames.isEstablished(crd) ? versions : List.of());
        }
    }

    private CatalogKeeper(WatchCache cache, List<ResourceDefinition> core) {
        this.core = List.copyOf(core);
        this.coreResources = core.stream().map(ResourceDefinition::name).collect(Collectors.toSet());
        cache.list(DefinitionRules.RESOURCE, Range.of(null), ObjectFilter.ALL)
                .items()
                .forEach(this::compile);
        this.catalog = assemble();
        this.follower = ResourceFollower.start(cache, DefinitionRules.RESOURCE, new Updates());
    }

    /**
     * Compiles what is stored, then follows the changes until {@link #close}.
     *
     * @param core the kinds that are served whatever is stored
     */
    public static CatalogKeeper start(WatchCache cache, List<ResourceDefinition> core) {
        return new CatalogKeeper(cache, core);
    }

    /** The catalog of this moment. */
    @Override
    public ResourceCatalog get() {
        return catalog;
    }

    /** The listener runs whenever there is another catalog than before; it must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Whether a resource (plural and group) is one of the server itself. */
    boolean isBuiltIn(String resource) {
        return coreResources.contains(resource);
    }

    /** Whether the definition of a resource (plural and group) is being deleted, and its instances with it. */
    boolean isTerminating(String resource) {
        return terminating.contains(resource);
    }

    /** What the definitions of users are called. */
    Collection<DefinitionNames.Claims> names() {
        return names;
    }

    /** What the instances of a definition are stored as, even while it is not served; null if there is no such. */
    @Nullable
    ResourceDefinition storage(String definition) {
        return storage.get(definition);
    }

    /** Returns when the catalog reflects the definitions written at or before the revision, or after 3 s. */
    void awaitServed(long revision) {
        try {
            if (!follower.await(revision, SERVED_WITHIN)) {
                LOG.warn("Definitions of revision {} are still not served", revision);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        follower.close();
    }

    /** The thread of the follower is the only one that changes what is served. */
    private final class Updates implements ResourceFollower.Listener {
        @Override
        public void restarted() {
            unconfirmed.addAll(custom.keySet());
        }

        @Override
        public void changed(WatchEvent event) {
            String name = event.object().key().name();
            unconfirmed.remove(name);
            serve(event.type() == Change.Type.DELETED ? custom.remove(name) != null : compile(event.object()));
        }

        /** Whatever was not told again was deleted while nobody followed. */
        @Override
        public void caughtUp() {
            serve(custom.keySet().removeAll(unconfirmed));
            unconfirmed.clear();
        }
    }

    private void serve(boolean changed) {
        if (changed) {
            catalog = assemble();
            listeners.forEach(Runnable::run);
            LOG.debug("Serving {} kinds", catalog.all().size());
        }
    }

    /** A definition that was accepted once and no longer compiles must not take the others with it. */
    private boolean compile(CachedObject crd) {
        Compiled known = custom.get(crd.key().name());
        if (known != null && known.revision() == crd.revision()) {
            return false;
        }
        try {
            ObjectNode object = ObjectJson.decode(crd.json());
            custom.put(crd.key().name(), Compiled.of(crd.revision(), object));
            return true;
        } catch (RuntimeException e) {
            LOG.error("{} is not served: it does not compile", crd.key(), e);
            return custom.remove(crd.key().name()) != null;
        }
    }

    private ResourceCatalog assemble() {
        terminating = custom.entrySet().stream()
                .filter(entry -> entry.getValue().terminating())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        names = custom.values().stream().map(Compiled::names).toList();
        storage = custom.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().storage()));
        List<ResourceDefinition> all = new ArrayList<>(core);
        // One that was stored before the server had such a kind itself.
        custom.forEach((name, compiled) -> all.addAll(isBuiltIn(name) ? List.of() : compiled.served()));
        return new ResourceCatalog(all);
    }
}
