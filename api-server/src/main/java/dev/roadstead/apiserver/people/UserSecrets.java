package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.registry.Target;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets {@code user.<name>} of {@code roadstead-system}. Every change is a write on the condition that nobody else
 * wrote, and is decided anew when somebody did: what may be taken once is taken once, on however many servers. Blocks;
 * thread-safe.
 */
public final class UserSecrets {
    private static final String PREFIX = "user.";

    private final PeopleObjects objects;

    public UserSecrets(PeopleObjects objects) {
        this.objects = objects;
    }

    /** As it is now; without anything when there is none, or it is of an earlier User of that name. */
    UserSecret read(UserView user) {
        return of(user, objects.fresh(target(user)));
    }

    /**
     * Changes it.
     *
     * @param change given what is stored; returns what is to be stored, or null to leave it; asked again after a conflict
     * @return what is stored now; null when the change gave null
     * @throws dev.roadstead.apiserver.fault.ApiException what the change throws; Conflict when others change it all the time
     */
    @Nullable
    UserSecret change(UserView user, Origin origin, Function<UserSecret, @Nullable UserSecret> change) {
        Target target = target(user);
        AtomicReference<@Nullable UserSecret> changed = new AtomicReference<>();
        objects.change(target, origin.as(user.name()), stored -> {
            UserSecret next = change.apply(of(user, stored));
            changed.set(next);
            if (next == null) {
                return null;
            }
            ObjectNode secret = stored == null ? PeopleObjects.blank(target) : stored;
            own(secret, user);
            next.putInto(secret);
            return secret;
        });
        return changed.get();
    }

    /** It goes with its User. */
    static void own(ObjectNode object, UserView user) {
        ObjectNode metadata = object.withObjectProperty("metadata");
        metadata.remove("ownerReferences");
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", PeopleKinds.GROUP + "/v1")
                .put("kind", "User")
                .put("name", user.name())
                .put("uid", user.uid());
    }

    private Target target(UserView user) {
        return objects.kinds().systemSecret(PREFIX + user.name());
    }

    private static UserSecret of(UserView user, @Nullable ObjectNode stored) {
        UserSecret secret = stored == null ? UserSecret.empty(user.uid()) : UserSecret.of(stored);
        return secret.userUid().equals(user.uid()) ? secret : UserSecret.empty(user.uid());
    }
}
