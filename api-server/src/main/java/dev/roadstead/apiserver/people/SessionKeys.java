package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.SigningKey;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.watch.CachedObject;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of access tokens in the Secret {@code roadstead-system/session-keys}, which all servers of an installation share.
 * A new one every 30 days; those before are kept while tokens of theirs may live. Thread-safe.
 */
public final class SessionKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SessionKeys.class);
    private static final String NAME = "session-keys";
    private static final int MAX_ATTEMPTS = 5;

    private final PeopleObjects objects;
    private final Target target;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Views<SessionKeyRing> views = new Views<>(SessionKeyRing::of);

    public SessionKeys(PeopleObjects objects, InstantSource clock, SecureRandom random) {
        this.objects = objects;
        this.target = objects.kinds().systemSecret(NAME);
        this.clock = clock;
        this.random = random;
    }

    /** Those of this moment, from the watch cache; the same instance while they do not change. */
    SessionKeyRing ring() {
        CachedObject secret = objects.cached(target);
        return secret == null ? SessionKeyRing.empty() : views.of(secret);
    }

    /** The key that tokens are signed with now. */
    SigningKey signing() {
        if (ring().size() == 0) {
            rotateIfDue(); // somebody deleted the Secret, which ends every access token
        }
        return ring().signing(clock.instant());
    }

    /** Makes a key when there is none or the newest is old. Other servers may do so at the same time: one is made. */
    public void rotateIfDue() {
        for (int attempt = 1; !tryRotate(); attempt++) {
            if (attempt == MAX_ATTEMPTS) {
                throw new ApiException(new ApiFault.Conflict(
                        target.subject(), target.subject().describe() + " is changed by others all the time"));
            }
        }
    }

    private boolean tryRotate() {
        ObjectNode stored = objects.fresh(target);
        SessionKeyRing ring = stored == null ? SessionKeyRing.empty() : SessionKeyRing.of(stored);
        if (!ring.isDue(clock.instant())) {
            return true;
        }
        ObjectNode next = stored == null ? PeopleObjects.blank(target) : stored.deepCopy();
        next.withObjectProperty("data")
                .put(SessionKeyRing.DATA, ring.rotated(clock.instant(), random).encode());
        boolean written = objects.tryWrite(target, stored, next, Origin.start());
        if (written) {
            LOG.info("Access tokens are signed with a new key");
        }
        return written;
    }
}
