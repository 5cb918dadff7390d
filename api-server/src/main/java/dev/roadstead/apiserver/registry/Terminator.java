package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the deletion of namespaces and definitions: first what they contain, respecting its finalizers, then
 * themselves. What is to be done is read from the objects that are marked as being deleted, so that a restart continues.
 */
public final class Terminator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Terminator.class);
    private static final Caller CALLER = Caller.server("terminator");
    private static final long RETRY_MILLIS = 250;

    private final ConsistentReader reader;
    private final ResourceService service;
    private final CatalogKeeper catalog;
    private final InstantSource clock;
    private final Map<String, Marked> namespaces = new ConcurrentHashMap<>();
    private final Map<String, Marked> definitions = new ConcurrentHashMap<>();
    private final Semaphore work = new Semaphore(0);
    private final List<ResourceFollower> followers = new ArrayList<>();
    private final Thread thread;

    /** An object that is being deleted. */
    private record Marked(String name, String uid) {}

    private Terminator(ConsistentReader reader, ResourceService service, CatalogKeeper catalog, InstantSource clock) {
        this.reader = reader;
        this.service = service;
        this.catalog = catalog;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("terminator").unstarted(this::run);
    }

    public static Terminator start(
            WatchCache cache,
            ConsistentReader reader,
            ResourceService service,
            CatalogKeeper catalog,
            InstantSource clock) {
        Terminator terminator = new Terminator(reader, service, catalog, clock);
        terminator.follow(cache, NamespaceRules.RESOURCE, terminator.namespaces, NamespaceRules::holdsContent);
        terminator.follow(cache, DefinitionRules.RESOURCE, terminator.definitions, DefinitionRules::holdsInstances);
        terminator.thread.start();
        return terminator;
    }

    @Override
    public void close() {
        followers.forEach(ResourceFollower::close);
        thread.interrupt();
    }

    private void follow(
            WatchCache cache, String resource, Map<String, Marked> marked, Predicate<ObjectNode> holdsContent) {
        ResourceFollower.Listener listener = new ResourceFollower.Listener() {
            @Override
            public void restarted() {
                marked.clear();
            }

            @Override
            public void changed(WatchEvent event) {
                note(event, marked, holdsContent);
            }
        };
        followers.add(ResourceFollower.start(cache, resource, listener));
    }

    private void note(WatchEvent event, Map<String, Marked> marked, Predicate<ObjectNode> holdsContent) {
        String name = event.object().key().name();
        ObjectNode object = ObjectJson.decode(event.object().json());
        if (event.type() != Change.Type.DELETED && Metadata.isDeleting(object) && holdsContent.test(object)) {
            marked.put(name, new Marked(name, event.object().uid()));
            work.release();
        } else {
            marked.remove(name);
        }
    }

    private void run() {
        try {
            while (true) {
                if (namespaces.isEmpty() && definitions.isEmpty()) {
                    work.acquire();
                } else {
                    // Content with finalizers goes when those who hold it let go, which nobody tells us.
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                }
                work.drainPermits();
                namespaces.values().forEach(marked -> attempt(marked, this::terminateNamespace));
                definitions.values().forEach(marked -> attempt(marked, this::terminateDefinition));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Termination {
        void of(Marked marked);
    }

    private static void attempt(Marked marked, Termination termination) {
        try {
            termination.of(marked);
        } catch (StoreUnavailableException e) {
            LOG.debug("Termination of {} waits for the database", marked.name(), e);
        } catch (ApiException e) {
            LOG.debug("Termination of {} is tried again: {}", marked.name(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Termination of {} failed; it is tried again", marked.name(), e);
        }
    }

    private void terminateNamespace(Marked namespace) {
        boolean empty = true;
        for (ResourceDefinition definition : catalog.get().stored()) {
            empty &= !definition.namespaced() || deleteAll(definition, namespace.name());
        }
        if (empty) {
            service.release(
                    target("", "namespaces", namespace), namespace.uid(), CALLER, NamespaceRules::withoutContent);
            LOG.info("Namespace {} is empty", namespace.name());
        }
    }

    private void terminateDefinition(Marked crd) {
        ResourceDefinition instances = catalog.storage(crd.name());
        if (instances == null || deleteAll(instances, "")) {
            Target target = target("apiextensions.k8s.io", "customresourcedefinitions", crd);
            service.release(target, crd.uid(), CALLER, it -> DefinitionRules.withoutInstances(it, clock.instant()));
            LOG.info("CustomResourceDefinition {} has no instances left", crd.name());
        }
    }

    /** True when there was nothing to delete. */
    private boolean deleteAll(ResourceDefinition definition, String namespace) {
        List<CachedObject> objects =
                reader.list(definition, namespace.isEmpty() ? null : namespace).items();
        for (CachedObject object : objects) {
            if (!Metadata.isDeleting(ObjectJson.decode(object.json()))) {
                delete(
                        new Target(
                                definition,
                                object.key().namespace(),
                                object.key().name()),
                        object.uid());
            }
        }
        return objects.isEmpty();
    }

    private void delete(Target target, String uid) {
        try {
            service.delete(target, DeleteOptions.of(uid), CALLER);
        } catch (ApiException e) {
            if (!(e.fault() instanceof ApiFault.NotFound)) {
                throw e;
            }
        }
    }

    private Target target(String group, String plural, Marked marked) {
        return catalog.get().all().stream()
                .filter(it -> it.group().equals(group) && it.plural().equals(plural))
                .findFirst()
                .map(definition -> new Target(definition, "", marked.name()))
                .orElseThrow(() -> new IllegalStateException(plural + " are built in"));
    }
}
