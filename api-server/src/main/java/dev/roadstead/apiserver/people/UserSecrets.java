package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.Target;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets {@code user.<name>} of {@code roadstead-system}. Every change is a write on the condition that nobody else
 * wrote, and is decided anew when somebody did: what may be taken once is taken once, on however many servers. Blocks;
 * thread-safe.
 */
public final class UserSecrets {
    private static final String PREFIX = "user.";
    private static final int MAX_ATTEMPTS = 8;

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
     * @throws ApiException what the change throws; Conflict when others change it all the time
     */
    @Nullable
    UserSecret change(UserView user, Origin origin, Function<UserSecret, @Nullable UserSecret> change) {
        Target target = target(user);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            ObjectNode stored = objects.fresh(target);
            UserSecret next = change.apply(of(user, stored));
            if (next == null || write(target, user, origin, stored, next)) {
                return next;
            }
        }
        throw new ApiException(new ApiFault.Conflict(
                target.subject(), target.subject().describe() + " is changed by others all the time; try again"));
    }

    private boolean write(Target target, UserView user, Origin origin, @Nullable ObjectNode stored, UserSecret next) {
        ObjectNode secret = stored == null ? PeopleObjects.blank(target) : stored.deepCopy();
        own(secret, user);
        next.putInto(secret);
        return objects.tryWrite(target, stored, secret, origin.as(user.name()));
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
