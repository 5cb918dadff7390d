package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.WatchCache;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Users, as the watch cache has them. Thread-safe. */
public final class People implements AutoCloseable {
    private final PeopleObjects objects;
    private final FieldIndex byEmail;
    private final FieldIndex byUid;
    private final Views<UserView> views = new Views<>(UserView::of);

    private People(PeopleObjects objects, FieldIndex byEmail, FieldIndex byUid) {
        this.objects = objects;
        this.byEmail = byEmail;
        this.byUid = byUid;
    }

    /** Follows the Users until {@link #close}. */
    public static People start(WatchCache cache, PeopleObjects objects) {
        return new People(
                objects,
                FieldIndex.start(cache, PeopleKinds.USERS, UserView::email),
                FieldIndex.start(
                        cache,
                        PeopleKinds.USERS,
                        user -> user.at("/metadata/uid").asText()));
    }

    /** Null if there is none of that name. */
    public @Nullable UserView named(String name) {
        CachedObject user = objects.cached(objects.kinds().user(name));
        return user == null ? null : views.of(user);
    }

    /**
     * By name or e-mail address, in any case.
     *
     * @return null if there is none, or more than one with that address: nobody gets in by an address that somebody else
     *     took too
     */
    public @Nullable UserView find(String nameOrEmail) {
        String asked = nameOrEmail.strip().toLowerCase(Locale.ROOT);
        return asked.contains("@") ? withEmail(asked) : named(asked);
    }

    /** As {@link #find}, by an address in lower case. */
    @Nullable
    UserView withEmail(String email) {
        Set<ObjectKey> found = byEmail.find(email);
        UserView user = found.size() == 1 ? named(found.iterator().next().name()) : null;
        return user != null && user.email().equals(email) ? user : null;
    }

    /** Null if there is none of that uid. */
    @Nullable
    UserView withUid(String uid) {
        UserView user = byUid.find(uid).stream()
                .findFirst()
                .map(key -> named(key.name()))
                .orElse(null);
        return user != null && user.uid().equals(uid) ? user : null;
    }

    boolean isTaken(String email) {
        return !byEmail.find(email.toLowerCase(Locale.ROOT)).isEmpty();
    }

    /** Whether a token that was made for a User still is of that very User, who may sign in. */
    boolean counts(String name, String uid) {
        UserView user = named(name);
        return user != null && user.uid().equals(uid) && !user.disabled();
    }

    List<UserView> all() {
        return objects.cached(PeopleKinds.USERS, null).stream().map(views::of).toList();
    }

    /** Whether nobody has registered yet. */
    boolean isEmpty() {
        Target any = objects.kinds().user("");
        return !objects.exists(any);
    }

    @Override
    public void close() {
        byEmail.close();
        byUid.close();
    }
}
