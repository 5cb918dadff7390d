package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.watch.CachedObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces of Users. One that exists and was not made for this very User is never taken over: whoever made it may have
 * rights in it. Blocks; thread-safe.
 */
public final class Homes {
    /** Label: whose namespace it is. */
    private static final String USER = "roadstead.dev/user";
    /** Annotation: uid of that User. */
    private static final String OWNER_UID = "roadstead.dev/owner-uid";

    private final PeopleObjects objects;

    public Homes(PeopleObjects objects) {
        this.objects = objects;
    }

    /**
     * Makes the namespace when it is missing.
     *
     * @throws ApiException Forbidden when there is one that was made for somebody or something else
     */
    void ensure(UserView user, Origin origin) {
        Target target = target(user.name());
        ObjectNode namespace = cached(target);
        if (namespace == null) {
            namespace = create(target, user, origin);
        }
        if (!isOf(namespace, user.name(), user.uid())) {
            throw new ApiException(new ApiFault.Forbidden(
                    target.subject(),
                    target.subject().describe() + " was not made for the User \"" + user.name()
                            + "\", so nobody can sign in by this name; ask the platform's admins to remove it",
                    List.of()));
        }
    }

    /** Whether there is a namespace in the way of a new User of this name. */
    boolean isTaken(String name) {
        return objects.fresh(target(name)) != null;
    }

    /** Whether a namespace was made for this very User. */
    boolean isHome(String namespace, String user, String uid) {
        ObjectNode found = cached(objects.kinds().namespace(namespace));
        return found != null && isOf(found, user, uid);
    }

    private static boolean isOf(ObjectNode namespace, String user, String uid) {
        var metadata = namespace.path("metadata");
        return metadata.path("labels").path(USER).asText().equals(user)
                && metadata.path("annotations").path(OWNER_UID).asText().equals(uid)
                && !metadata.has("deletionTimestamp");
    }

    private ObjectNode create(Target target, UserView user, Origin origin) {
        ObjectNode namespace = PeopleObjects.blank(target);
        ObjectNode metadata = namespace.withObjectProperty("metadata");
        metadata.withObjectProperty("labels").put(USER, user.name());
        metadata.withObjectProperty("annotations").put(OWNER_UID, user.uid());
        UserSecrets.own(namespace, user);
        try {
            return objects.create(target, namespace, origin.as(user.name()));
        } catch (ApiException e) {
            ObjectNode present = e.fault() instanceof ApiFault.AlreadyExists ? objects.fresh(target) : null;
            if (present == null) {
                throw e;
            }
            return present;
        }
    }

    private @Nullable ObjectNode cached(Target target) {
        CachedObject found = objects.cached(target);
        return found == null ? null : PeopleObjects.decode(found);
    }

    private Target target(String user) {
        return objects.kinds().namespace(PeopleKinds.namespaceOf(user));
    }
}
