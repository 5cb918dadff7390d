package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.registry.WriteGuard;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An Organization gets other owners, and is deleted, only by who has just proved who they are. Programs may do it as their
 * roles say; a person's key is no proof that the person is there. Thread-safe.
 */
public final class OwnershipGuard implements WriteGuard {
    private final InstantSource clock;

    public OwnershipGuard(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void check(Target target, @Nullable ObjectNode current, ObjectNode next, Caller caller) {
        if (isOrganization(target) && current != null && !owners(current).equals(owners(next))) {
            SignedIn.requirePresent(caller, clock.instant());
        }
    }

    @Override
    public void checkDeletion(Target target, ObjectNode current, Caller caller) {
        if (isOrganization(target)) {
            SignedIn.requirePresent(caller, clock.instant());
        }
    }

    private static boolean isOrganization(Target target) {
        return target.definition().resource().equals(PeopleKinds.ORGANIZATIONS);
    }

    private static Set<String> owners(ObjectNode organization) {
        return organization
                .at("/spec/members")
                .valueStream()
                .filter(member -> member.path("role").asText().equals("Owner"))
                .map(member -> member.path("user").asText())
                .collect(Collectors.toUnmodifiableSet());
    }
}
