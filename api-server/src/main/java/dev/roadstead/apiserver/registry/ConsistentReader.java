package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.ExpiredRevisionException;
import dev.roadstead.apiserver.watch.Listing;
import dev.roadstead.apiserver.watch.ObjectFilter;
import dev.roadstead.apiserver.watch.Range;
import dev.roadstead.apiserver.watch.Subscription;
import dev.roadstead.apiserver.watch.WatchCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Answers from the cache, once it is as fresh as the request demands. Blocks; thread-safe. */
public final class ConsistentReader {
    private static final Duration CATCH_UP = Duration.ofSeconds(3);

    private final ResourceStore store;
    private final WatchCache cache;

    public ConsistentReader(ResourceStore store, WatchCache cache) {
        this.store = store;
        this.cache = cache;
    }

    /**
     * One object.
     *
     * @throws ApiException NotFound, TooLargeResourceVersion, Unavailable when the cache does not catch up in 3 s
     */
    public CachedObject get(Target target, Freshness freshness) {
        await(freshness);
        CachedObject object = find(target);
        if (object == null) {
            throw new ApiException(new ApiFault.NotFound(target.subject()));
        }
        return object;
    }

    /**
     * All objects of one kind as of now, sorted by namespace and name.
     *
     * @param namespace null: all namespaces
     * @throws ApiException as {@link #get}
     */
    public Listing list(ResourceDefinition definition, @Nullable String namespace) {
        await(new Freshness.MostRecent());
        return cache.list(definition.resource(), Range.of(namespace), ObjectFilter.ALL);
    }

    /**
     * The objects of one kind that the filter holds for, or a page of them.
     *
     * @param namespace null: all namespaces
     * @throws ApiException as {@link #get}; Expired when a state of the past is asked for that is not kept any more
     */
    public Page list(
            ResourceDefinition definition, @Nullable String namespace, ObjectFilter filter, PageRequest request) {
        ContinueToken token = request.token();
        Range range = new Range(namespace, token == null ? null : token.key(definition.resource()), request.limit());
        Freshness freshness = token == null ? request.freshness() : token.freshness();
        await(freshness);
        if (!(freshness instanceof Freshness.Exact(long revision))) {
            return Page.of(cache.list(definition.resource(), range, filter), filter);
        }
        try {
            return Page.of(cache.listAt(revision, definition.resource(), range, filter), filter);
        } catch (ExpiredRevisionException e) {
            throw new ApiException(
                    token == null
                            ? new ApiFault.Expired(
                                    "The resourceVersion for the provided list is too old: " + e.getMessage())
                            : token.expired());
        }
    }

    /** What the cache holds now; null when it holds nothing. */
    @Nullable
    CachedObject find(Target target) {
        return find(target.key());
    }

    @Nullable
    CachedObject find(ObjectKey key) {
        return cache.get(key);
    }

    /**
     * The objects of a namespace that the cache holds now, the first ones of them at least.
     *
     * @param limit how many objects at most; 0 for no limit
     */
    Listing cached(String resource, String namespace, int limit) {
        return cache.list(resource, new Range(namespace, null, limit), ObjectFilter.ALL);
    }

    /** Every object of a resource that the cache holds now, and whatever becomes of them. */
    Subscription follow(String resource) {
        return cache.subscribeWithState(resource, null, ObjectFilter.ALL);
    }

    /** Returns when the cache has everything that was committed before the call. */
    void awaitCurrent() {
        await(new Freshness.MostRecent());
    }

    /**
     * Returns when the cache is fresh enough.
     *
     * @throws ApiException as {@link #get}
     */
    public void await(Freshness freshness) {
        switch (freshness) {
            case Freshness.Any() -> {
                // Whatever the cache has is good enough.
            }
            case Freshness.MostRecent() -> {
                if (!reached(store.currentRevision())) {
                    throw unavailable("the cache is behind the database; try again");
                }
            }
            case Freshness.NotOlderThan(long revision) -> awaitAsked(revision);
            case Freshness.Exact(long revision) -> awaitAsked(revision);
        }
    }

    private void awaitAsked(long revision) {
        if (!reached(revision)) {
            throw new ApiException(new ApiFault.TooLargeResourceVersion(revision, cache.revision()));
        }
    }

    private boolean reached(long revision) {
        try {
            return cache.awaitRevision(revision, CATCH_UP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the server is stopping");
        }
    }

    private static ApiException unavailable(String message) {
        return new ApiException(new ApiFault.Unavailable(message, Duration.ofSeconds(1)));
    }
}
