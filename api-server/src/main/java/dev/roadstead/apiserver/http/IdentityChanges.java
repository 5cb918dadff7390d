package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.registry.ResourceFollower;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells when what a token is worth may have changed: when what it was made for is deleted, and when a User or a key is
 * changed, who may be locked or given other scopes by that. A Session changes at every refresh, which takes nothing away.
 * Tells too when an Organization has changed, which changes no token but what is decided about it.
 */
final class IdentityChanges implements AutoCloseable {
    private static final Map<String, Set<Change.Type>> TELLING = Map.of(
            "serviceaccounts", Set.of(Change.Type.DELETED),
            "sessions.roadstead.dev", Set.of(Change.Type.DELETED),
            "users.roadstead.dev", Set.of(Change.Type.DELETED, Change.Type.MODIFIED),
            "apikeys.roadstead.dev", Set.of(Change.Type.DELETED, Change.Type.MODIFIED));

    private static final String ORGANIZATIONS = "organizations.roadstead.dev";

    private final List<ResourceFollower> followers;

    private IdentityChanges(List<ResourceFollower> followers) {
        this.followers = followers;
    }

    /** Begins to tell, of identities and of Organizations; neither blocks. */
    static IdentityChanges follow(WatchCache cache, Runnable identities, Runnable organizations) {
        List<ResourceFollower> followers = new ArrayList<>();
        TELLING.forEach((resource, types) -> followers.add(tell(cache, resource, types, identities)));
        followers.add(tell(cache, ORGANIZATIONS, Set.of(Change.Type.MODIFIED), organizations));
        return new IdentityChanges(List.copyOf(followers));
    }

    private static ResourceFollower tell(WatchCache cache, String resource, Set<Change.Type> types, Runnable changed) {
        return ResourceFollower.start(cache, resource, (WatchEvent event) -> {
            if (types.contains(event.type())) {
                changed.run();
            }
        });
    }

    @Override
    public void close() {
        followers.forEach(ResourceFollower::close);
    }
}
