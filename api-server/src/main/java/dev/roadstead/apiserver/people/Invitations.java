package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.watch.WatchCache;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Invitations by their tokens. Each is taken by one person. Blocks; thread-safe. */
public final class Invitations implements AutoCloseable {
    private static final String ACCEPTED_BY = "acceptedBy";
    private static final String ACCEPTED_AT = "acceptedAt";

    private final PeopleObjects objects;
    private final FieldIndex byDigest;
    private final InstantSource clock;

    private Invitations(PeopleObjects objects, FieldIndex byDigest, InstantSource clock) {
        this.objects = objects;
        this.byDigest = byDigest;
        this.clock = clock;
    }

    /** Follows the Invitations until {@link #close}. */
    public static Invitations start(WatchCache cache, PeopleObjects objects, InstantSource clock) {
        return new Invitations(
                objects,
                FieldIndex.start(
                        cache,
                        PeopleKinds.INVITATIONS,
                        it -> it.at("/status/sha256").asText()),
                clock);
    }

    /** Returns when a token that was just made is known. */
    public void await(ObjectNode written) {
        byDigest.await(written);
    }

    /** The Invitation that a token is right for; null if it is none that can be taken. */
    @Nullable
    ObjectNode find(String token) {
        if (!token.startsWith(OpaqueToken.INVITATION)) {
            return null;
        }
        String digest = OpaqueToken.sha256(token);
        Set<ObjectKey> found = byDigest.find(digest);
        if (found.size() != 1) {
            return null;
        }
        ObjectKey key = found.iterator().next();
        ObjectNode invitation = objects.fresh(objects.kinds().invitation(key.namespace(), key.name()));
        return invitation != null && isOpen(invitation, digest) ? invitation : null;
    }

    private boolean isOpen(ObjectNode invitation, String digest) {
        Instant expiry = SessionView.time(invitation, "/status/expiresAt");
        return invitation.at("/status/sha256").asText().equals(digest)
                && !invitation.at("/status").hasNonNull(ACCEPTED_BY)
                && !invitation.at("/metadata").has("deletionTimestamp")
                && clock.instant().isBefore(expiry);
    }

    /** Takes it for a User; false when somebody else did, or it has ended. */
    boolean take(ObjectNode invitation, String user, Origin origin) {
        Target target = target(invitation);
        String digest = invitation.at("/status/sha256").asText();
        return objects.changeStatus(target, origin.as(user), current -> {
            if (current == null || !isOpen(current, digest)) {
                return null;
            }
            current.withObjectProperty("status")
                    .put(ACCEPTED_BY, user)
                    .put(
                            ACCEPTED_AT,
                            clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
            return current;
        });
    }

    /** Takes it back: the User was not made. */
    void giveBack(ObjectNode invitation, String user) {
        Statuses.change(objects, target(invitation), Origin.server(), status -> {
            if (status.path(ACCEPTED_BY).asText().equals(user)) {
                status.remove(ACCEPTED_BY);
                status.remove(ACCEPTED_AT);
            }
        });
    }

    private Target target(ObjectNode invitation) {
        return objects.kinds()
                .invitation(
                        invitation.at("/metadata/namespace").asText(),
                        invitation.at("/metadata/name").asText());
    }

    @Override
    public void close() {
        byDigest.close();
    }
}
