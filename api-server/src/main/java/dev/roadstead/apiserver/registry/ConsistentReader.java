package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.Listing;
import dev.roadstead.apiserver.watch.WatchCache;
import java.time.Duration;
import java.util.function.Predicate;
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
     * The objects of one kind that the filter holds for, sorted by namespace and name.
     *
     * @param namespace null: all namespaces
     * @throws ApiException as {@link #get}; Expired when an exact revision is not the current one
     */
    public Listing list(
            ResourceDefinition definition,
            @Nullable String namespace,
            Predicate<CachedObject> filter,
            Freshness freshness) {
        await(freshness);
        Listing listing = cache.list(definition.resource(), namespace, filter);
        if (freshness instanceof Freshness.Exact(long revision) && revision != listing.revision()) {
            throw new ApiException(new ApiFault.Expired("The provided resource version (" + revision
                    + ") is not available any more; the current one is " + listing.revision()));
        }
        return listing;
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
