package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.registry.WriteGuard;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What a key that is in use may do is changed only by who has just proved who they are. Thread-safe. */
public final class KeyGuard implements WriteGuard {
    private final InstantSource clock;

    public KeyGuard(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void check(Target target, @Nullable ObjectNode current, ObjectNode next, Caller caller) {
        boolean changes = target.definition().resource().equals(PeopleKinds.API_KEYS)
                && current != null
                && current.at("/status/sha256").isTextual()
                && !current.path("spec").equals(next.path("spec"));
        if (changes) {
            SignedIn.requireRecent(caller, clock.instant());
        }
    }
}
