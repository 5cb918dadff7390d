package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.registry.ResourceFollower;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells when what a token is worth may have changed: when what it was made for is deleted, and when a User or a key is
 * changed, who may be locked or given other scopes by that, or an Organization, which may be suspended. A Session changes at every refresh, which takes nothing away.
 */
final class IdentityChanges implements AutoCloseable {
    private static final Map<String, Set<Change.Type>> TELLING = Map.of(
            "serviceaccounts", Set.of(Change.Type.DELETED),
            "sessions.roadstead.dev", Set.of(Change.Type.DELETED),
            "organizations.roadstead.dev", Set.of(Change.Type.MODIFIED),
            "users.roadstead.dev", Set.of(Change.Type.DELETED, Change.Type.MODIFIED),
            "apikeys.roadstead.dev", Set.of(Change.Type.DELETED, Change.Type.MODIFIED));

    private final List<ResourceFollower> followers;

    private IdentityChanges(List<ResourceFollower> followers) {
        this.followers = followers;
    }

    /** Begins to tell; {@code changed} does not block. */
    static IdentityChanges follow(WatchCache cache, Runnable changed) {
        return new IdentityChanges(TELLING.entrySet().stream()
                .map(telling -> ResourceFollower.start(cache, telling.getKey(), (WatchEvent event) -> {
                    if (telling.getValue().contains(event.type())) {
                        changed.run();
                    }
                }))
                .toList());
    }

    @Override
    public void close() {
        followers.forEach(ResourceFollower::close);
    }
}
