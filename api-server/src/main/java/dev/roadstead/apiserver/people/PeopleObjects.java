package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.json.Json;
import dev.roadstead.apiserver.registry.ConsistentReader;
import dev.roadstead.apiserver.registry.DeleteOptions;
import dev.roadstead.apiserver.registry.Freshness;
import dev.roadstead.apiserver.registry.ResourceService;
import dev.roadstead.apiserver.registry.Subresource;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.registry.WriteOptions;
import dev.roadstead.apiserver.registry.Written;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.ObjectFilter;
import dev.roadstead.apiserver.watch.Range;
import dev.roadstead.apiserver.watch.WatchCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects of the API, read and written by the server for whoever signs in. Every write has been taken up by this server's
 * watch cache when it returns, so that what was just made counts at once. Blocks; thread-safe; throws {@link ApiException}
 * and StoreUnavailableException as {@link ResourceService} does.
 */
public final class PeopleObjects {
    /** Each lost race means that another writer succeeded. */
    private static final int MAX_ATTEMPTS = 8;

    private static final ObjectReader READER = Json.mapper().readerFor(ObjectNode.class);

    private final WatchCache cache;
    private final ConsistentReader reader;
    private final ResourceService service;
    private final PeopleKinds kinds;

    public PeopleObjects(WatchCache cache, ConsistentReader reader, ResourceService service, ResourceCatalog core) {
        this.cache = cache;
        this.reader = reader;
        this.service = service;
        this.kinds = new PeopleKinds(core);
    }

    PeopleKinds kinds() {
        return kinds;
    }

    static ObjectNode decode(CachedObject object) {
        try {
            return READER.readValue(object.json());
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object is not JSON", e);
        }
    }

    /** As the watch cache has it at this moment; null if it has none. */
    @Nullable
    CachedObject cached(Target target) {
        return cache.get(target.key());
    }

    /** As it is now, whichever server wrote it; null if there is none. */
    @Nullable
    ObjectNode fresh(Target target) {
        reader.await(new Freshness.MostRecent());
        CachedObject found = cached(target);
        return found == null ? null : decode(found);
    }

    /** All of a kind in a namespace (null: in all), as the watch cache has them at this moment. */
    List<CachedObject> cached(String resource, @Nullable String namespace) {
        return cache.list(resource, Range.of(namespace), ObjectFilter.ALL).items();
    }

    /** Whether there is any object of a cluster-scoped kind now. */
    boolean exists(Target anyOfKind) {
        reader.await(new Freshness.MostRecent());
        return !cache.list(anyOfKind.definition().resource(), new Range(null, null, 1), ObjectFilter.ALL)
                .items()
                .isEmpty();
    }

    /** A new object without anything but its names. */
    static ObjectNode blank(Target target) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", target.definition().apiVersion())
                .put("kind", target.definition().kind());
        ObjectNode metadata = object.putObject("metadata").put("name", target.name());
        if (!target.namespace().isEmpty()) {
            metadata.put("namespace", target.namespace());
        }
        return object;
    }

    /**
     * Creates an object.
     *
     * @throws ApiException AlreadyExists, Invalid
     */
    ObjectNode create(Target target, ObjectNode object, Caller caller) {
        return taken(service.create(target.definition(), target.namespace(), object, options(caller)));
    }

    /**
     * Replaces the object of the revision that the body names.
     *
     * @throws ApiException Conflict when it is of another by now; NotFound
     */
    ObjectNode replace(Target target, ObjectNode object, Caller caller) {
        return taken(service.update(target, Subresource.NONE, object, options(caller)));
    }

    /**
     * Creates an object, or replaces the state of it that was read.
     *
     * @param stored what was read; null when there was none
     * @return false when it is another by now, and has to be read again
     */
    boolean tryWrite(Target target, @Nullable ObjectNode stored, ObjectNode next, Caller caller) {
        return tryWrite(target, Subresource.NONE, stored == null, next, caller);
    }

    private boolean tryWrite(Target target, Subresource subresource, boolean isNew, ObjectNode next, Caller caller) {
        try {
            if (isNew) {
                create(target, next, caller);
            } else {
                taken(service.update(target, subresource, next, options(caller)));
            }
            return true;
        } catch (ApiException e) {
            if (e.fault() instanceof ApiFault.AlreadyExists
                    || e.fault() instanceof ApiFault.Conflict
                    || e.fault() instanceof ApiFault.NotFound) {
                return false;
            }
            throw e;
        }
    }

    /** What is to become of an object. */
    @FunctionalInterface
    interface Change<E extends Exception> {
        /**
         * Decides.
         *
         * @param stored as it is now, to be changed at will; null when there is none
         * @return what is to be stored; null to leave it as it is
         */
        @Nullable
        ObjectNode of(@Nullable ObjectNode stored) throws E;
    }

    /**
     * Changes an object, or makes it, and decides anew when somebody else wrote meanwhile.
     *
     * @return whether something is to be stored, and now is
     * @throws ApiException Conflict when others write all the time
     * @throws E what the change throws
     */
    <E extends Exception> boolean change(Target target, Caller caller, Change<E> change) throws E {
        return change(target, Subresource.NONE, caller, change);
    }

    /** As {@link #change}, of the status alone. */
    <E extends Exception> boolean changeStatus(Target target, Caller caller, Change<E> change) throws E {
        return change(target, Subresource.STATUS, caller, change);
    }

    private <E extends Exception> boolean change(
            Target target, Subresource subresource, Caller caller, Change<E> change) throws E {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            ObjectNode stored = fresh(target);
            ObjectNode next = change.of(stored);
            if (next == null) {
                return false;
            }
            if (tryWrite(target, subresource, stored == null, next, caller)) {
                return true;
            }
        }
        throw new ApiException(new ApiFault.Conflict(
                target.subject(), target.subject().describe() + " is changed by others all the time; try again"));
    }

    /** As {@link #replace}, for the status alone. */
    ObjectNode replaceStatus(Target target, ObjectNode object, Caller caller) {
        return taken(service.update(target, Subresource.STATUS, object, options(caller)));
    }

    /**
     * Deletes this very state of an object.
     *
     * @return false when it is another by now, or gone
     */
    boolean delete(Target target, ObjectNode state, Caller caller) {
        return delete(
                target,
                state.at("/metadata/uid").asText(),
                state.at("/metadata/resourceVersion").asText(),
                caller);
    }

    /** As {@link #delete(Target, ObjectNode, Caller)}; an empty uid or revision stands for any. */
    boolean delete(Target target, String uid, String revision, Caller caller) {
        try {
            service.delete(
                    target, new DeleteOptions(false, DeleteOptions.Propagation.BACKGROUND, uid, revision), caller);
            reader.await(new Freshness.MostRecent());
            return true;
        } catch (ApiException e) {
            if (e.fault() instanceof ApiFault.NotFound || e.fault() instanceof ApiFault.Conflict) {
                return false;
            }
            throw e;
        }
    }

    private ObjectNode taken(Written written) {
        reader.await(new Freshness.NotOlderThan(written.revision()));
        return written.object();
    }

    private static WriteOptions options(Caller caller) {
        return new WriteOptions(false, FieldValidation.STRICT, "roadstead", false, caller);
    }
}
