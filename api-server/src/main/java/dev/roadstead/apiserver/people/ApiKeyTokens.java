package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.BearerTokens;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.ServiceAccountName;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.WatchCache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * API keys, known by their SHA-256 only. A key acts as the account that it was made for, within its scopes, while that very
 * account exists. Thread-safe.
 */
public final class ApiKeyTokens implements BearerTokens, AutoCloseable {
    private static final Duration NOTED_EVERY = Duration.ofHours(1);
    private static final int LENGTH = OpaqueToken.API_KEY.length() + 43;

    private final PeopleObjects objects;
    private final People people;
    private final Homes homes;
    private final FieldIndex byDigest;
    private final DeferredWrites deferred;
    private final InstantSource clock;
    private final Views<ApiKeyView> views = new Views<>(ApiKeyView::of);

    private ApiKeyTokens(
            PeopleObjects objects,
            People people,
            Homes homes,
            FieldIndex byDigest,
            DeferredWrites deferred,
            InstantSource clock) {
        this.objects = objects;
        this.people = people;
        this.homes = homes;
        this.byDigest = byDigest;
        this.deferred = deferred;
        this.clock = clock;
    }

    /** Follows the ApiKeys until {@link #close}. */
    public static ApiKeyTokens start(
            WatchCache cache,
            PeopleObjects objects,
            People people,
            Homes homes,
            DeferredWrites deferred,
            InstantSource clock) {
        FieldIndex byDigest = FieldIndex.start(
                cache, PeopleKinds.API_KEYS, it -> it.at("/status/sha256").asText());
        return new ApiKeyTokens(objects, people, homes, byDigest, deferred, clock);
    }

    /** Returns when a key that was just made is known. */
    public void await(ObjectNode written) {
        byDigest.await(written);
    }

    @Override
    public @Nullable Identity find(String token) {
        if (token.length() != LENGTH || !token.startsWith(OpaqueToken.API_KEY)) {
            return null;
        }
        String digest = OpaqueToken.sha256(token);
        for (ObjectKey key : byDigest.find(digest)) {
            CachedObject stored = objects.cached(objects.kinds().apiKey(key.namespace(), key.name()));
            ApiKeyView view = stored == null ? null : views.of(stored);
            if (view != null && view.sha256().equals(digest) && !isExpired(view)) {
                Principal owner = owner(view);
                if (owner != null) {
                    noteUse(view);
                    return new Identity(owner.within(view.scope()), Set.of(SERVER));
                }
            }
        }
        return null;
    }

    private boolean isExpired(ApiKeyView key) {
        return key.expiresAt() != null && !clock.instant().isBefore(key.expiresAt());
    }

    private @Nullable Principal owner(ApiKeyView key) {
        Map<String, List<String>> extra = Map.of(SignedIn.API_KEY, List.of(key.namespace() + "/" + key.name()));
        if (key.serviceAccount().isEmpty()) {
            String user = PeopleKinds.userOf(key.namespace());
            return people.counts(user, key.ownerUid()) && homes.isHome(key.namespace(), user, key.ownerUid())
                    ? new Principal(user, key.ownerUid(), Set.of(), extra)
                    : null;
        }
        CachedObject account = objects.cached(objects.kinds().serviceAccount(key.namespace(), key.serviceAccount()));
        if (account == null || !account.uid().equals(key.ownerUid())) {
            return null;
        }
        ServiceAccountName name = new ServiceAccountName(key.namespace(), key.serviceAccount());
        return new Principal(name.user(), account.uid(), name.groups(), extra);
    }

    private void noteUse(ApiKeyView key) {
        Instant now = clock.instant();
        if (key.lastUsed().plus(NOTED_EVERY).isAfter(now)) {
            return;
        }
        Target target = objects.kinds().apiKey(key.namespace(), key.name());
        deferred.offer(
                target.key(),
                () -> Statuses.change(
                        objects,
                        target,
                        Origin.routine(),
                        status -> status.put(
                                "lastUsed", now.truncatedTo(ChronoUnit.HOURS).toString())));
    }

    @Override
    public void close() {
        byDigest.close();
    }
}
