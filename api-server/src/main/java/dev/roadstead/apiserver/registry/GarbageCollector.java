package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.ObjectFilter;
import dev.roadstead.apiserver.watch.Range;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what no longer has an owner or a namespace, and carries out foreground and orphaning deletions ("Garbage Collection" of
 * Kubernetes). Changes only say which objects to look at; what is done to them is decided from a fresh read, and done on
 * the condition that they are still what was read. Nothing is kept: a restart looks at everything again.
 */
public final class GarbageCollector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);
    private static final Caller CALLER = Caller.server("garbage-collector");

    private final WatchCache cache;
    private final ConsistentReader reader;
    private final ResourceService service;
    private final Supplier<ResourceCatalog> catalog;
    private final OwnerIndex index = new OwnerIndex();
    private final RetryQueue<ObjectKey> queue = new RetryQueue<>();
    private final Map<String, ResourceFollower> followers = new HashMap<>();
    private final Thread thread;
    private @Nullable ResourceCatalog followed;

    private GarbageCollector(
            WatchCache cache, ConsistentReader reader, ResourceService service, Supplier<ResourceCatalog> catalog) {
        this.cache = cache;
        this.reader = reader;
        this.service = service;
        this.catalog = catalog;
        this.thread = Thread.ofVirtual().name("garbage-collector").unstarted(this::run);
    }

    public static GarbageCollector start(
            WatchCache cache, ConsistentReader reader, ResourceService service, Supplier<ResourceCatalog> catalog) {
        GarbageCollector collector = new GarbageCollector(cache, reader, service, catalog);
        collector.thread.start();
        return collector;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                followServedKinds();
                ObjectKey key = queue.poll();
                if (key != null) {
                    attempt(key);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            followers.values().forEach(ResourceFollower::close);
        }
    }

    private void followServedKinds() {
        ResourceCatalog served = catalog.get();
        if (served == followed) {
            return;
        }
        followed = served;
        Set<String> resources =
                served.stored().stream().map(ResourceDefinition::resource).collect(Collectors.toSet());
        followers.keySet().removeIf(resource -> {
            if (resources.contains(resource)) {
                return false;
            }
            Objects.requireNonNull(followers.get(resource)).close();
            return true;
        });
        for (String resource : resources) {
            followers.computeIfAbsent(resource, ignored -> ResourceFollower.start(cache, resource, listener(resource)));
        }
    }

    private ResourceFollower.Listener listener(String resource) {
        return new ResourceFollower.Listener() {
            @Override
            public void restarted() {
                index.removeAll(resource);
            }

            @Override
            public void changed(WatchEvent event) {
                note(event);
            }
        };
    }

    private void note(WatchEvent event) {
        ObjectKey key = event.object().key();
        if (event.type() == Change.Type.DELETED) {
            index.remove(key);
            index.dependents(event.object().uid()).forEach(queue::add);
            if (key.resource().equals(NamespaceRules.RESOURCE)) {
                contentOf(key.name()).forEach(queue::add);
            }
            return;
        }
        ObjectNode object = ObjectJson.ties(event.object().json());
        Set<String> owners =
                OwnerReference.of(object).stream().map(OwnerReference::uid).collect(Collectors.toSet());
        index.put(key, owners);
        if (!owners.isEmpty() || waitsForDependents(object) || !hasNamespace(key)) {
            queue.add(key);
        }
    }

    private List<ObjectKey> contentOf(String namespace) {
        return catalog.get().all().stream()
                .filter(ResourceDefinition::namespaced)
                .flatMap(it -> cache.list(it.resource(), Range.of(namespace), ObjectFilter.ALL).items().stream())
                .map(CachedObject::key)
                .toList();
    }

    private void attempt(ObjectKey key) {
        try {
            if (!collect(key)) {
                queue.addLater(key);
            }
        } catch (ApiException | StoreUnavailableException e) {
            // Also after NotFound: it may be a dependent that went meanwhile, and its owner still waits.
            LOG.debug("Looking at {} again later: {}", key, e.getMessage());
            queue.addLater(key);
        } catch (RuntimeException e) {
            LOG.error("Could not decide whether {} is garbage; it is looked at again", key, e);
            queue.addLater(key);
        }
    }

    /** False when the object must be looked at again later. */
    private boolean collect(ObjectKey key) {
        // Most changes need nothing, which the cache alone can tell: if it is behind, the change that it lacks comes.
        CachedObject seen = reader.find(key);
        if (seen == null || needsNothing(key, ObjectJson.decode(seen.json()))) {
            return true;
        }
        reader.awaitCurrent();
        CachedObject cached = reader.find(key);
        ResourceDefinition definition = definition(key);
        if (cached == null || definition == null) {
            return true;
        }
        ObjectNode object = ObjectJson.decode(cached.json());
        Target target = new Target(definition, key.namespace(), key.name());
        if (waitsForDependents(object)) {
            return finishOwner(target, object, cached.revision());
        }
        if (!needsNothing(key, object)) {
            delete(target, cached, DeleteOptions.Propagation.BACKGROUND);
            LOG.info("Deleted {}: its owners or its namespace are gone", key);
        }
        return true;
    }

    private boolean needsNothing(ObjectKey key, ObjectNode object) {
        if (Metadata.isDeleting(object)) {
            return !waitsForDependents(object);
        }
        List<OwnerReference> owners = OwnerReference.of(object);
        return hasNamespace(key) && (owners.isEmpty() || owners.stream().anyMatch(it -> !isGone(it, key)));
    }

    /** An object may be created while its namespace goes, after the last look for what is left in there. */
    private boolean hasNamespace(ObjectKey key) {
        return key.namespace().isEmpty()
                || reader.find(new ObjectKey(NamespaceRules.RESOURCE, "", key.namespace())) != null;
    }

    private void delete(Target target, CachedObject cached, DeleteOptions.Propagation propagation) {
        service.delete(
                target, new DeleteOptions(false, propagation, cached.uid(), Long.toString(cached.revision())), CALLER);
    }

    /** An owner of a kind that is not served may come back with its definition, and counts as present. */
    private boolean isGone(OwnerReference owner, ObjectKey dependent) {
        ObjectKey key = owner.key(catalog.get(), dependent.namespace());
        if (key == null) {
            return false;
        }
        CachedObject present = reader.find(key);
        return present == null || !present.uid().equals(owner.uid());
    }

    private static boolean waitsForDependents(ObjectNode object) {
        List<String> finalizers = Metadata.finalizers(object);
        return Metadata.isDeleting(object)
                && (finalizers.contains(DeleteRules.FOREGROUND) || finalizers.contains(DeleteRules.ORPHAN));
    }

    private boolean finishOwner(Target target, ObjectNode owner, long revision) {
        if (!knowsEverythingUpTo(revision)) {
            return false;
        }
        String uid = Metadata.uid(owner);
        Set<ObjectKey> dependents = index.dependents(uid);
        if (Metadata.finalizers(owner).contains(DeleteRules.ORPHAN)) {
            dependents.forEach(dependent -> orphan(dependent, uid));
            service.release(target, uid, CALLER, it -> Metadata.withoutFinalizer(it, DeleteRules.ORPHAN));
            return true;
        }
        if (dependents.isEmpty()) {
            service.release(target, uid, CALLER, it -> Metadata.withoutFinalizer(it, DeleteRules.FOREGROUND));
            return true;
        }
        dependents.forEach(dependent -> deleteInForeground(dependent, uid));
        return false;
    }

    private void orphan(ObjectKey dependent, String ownerUid) {
        CachedObject cached = reader.find(dependent);
        ResourceDefinition definition = definition(dependent);
        if (cached != null && definition != null) {
            Target target = new Target(definition, dependent.namespace(), dependent.name());
            service.release(target, cached.uid(), CALLER, it -> {
                Metadata.keepOwners(it, uid -> !uid.equals(ownerUid));
                return it;
            });
        }
    }

    /** A dependent that somebody else owns too only loses this owner. */
    private void deleteInForeground(ObjectKey dependent, String ownerUid) {
        CachedObject cached = reader.find(dependent);
        ResourceDefinition definition = definition(dependent);
        if (cached == null || definition == null) {
            return;
        }
        ObjectNode object = ObjectJson.decode(cached.json());
        if (OwnerReference.of(object).stream().anyMatch(it -> !it.uid().equals(ownerUid) && stays(it, dependent))) {
            orphan(dependent, ownerUid);
        } else if (!Metadata.isDeleting(object)) {
            Target target = new Target(definition, dependent.namespace(), dependent.name());
            delete(target, cached, DeleteOptions.Propagation.FOREGROUND);
        }
    }

    /** Whether the owner neither is gone nor waits for its dependents to go. */
    private boolean stays(OwnerReference owner, ObjectKey dependent) {
        if (isGone(owner, dependent)) {
            return false;
        }
        ObjectKey key = owner.key(catalog.get(), dependent.namespace());
        CachedObject present = key == null ? null : reader.find(key);
        return present == null
                || !Metadata.finalizers(ObjectJson.decode(present.json())).contains(DeleteRules.FOREGROUND);
    }

    /** Whether no dependent made before the revision can be missing in the index. */
    private boolean knowsEverythingUpTo(long revision) {
        return catalog.get() == followed
                && followers.values().stream().allMatch(it -> it.deliveredRevision() >= revision);
    }

    private @Nullable ResourceDefinition definition(ObjectKey key) {
        return catalog.get().stored(key.resource());
    }
}
