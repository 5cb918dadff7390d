package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.registry.WriteGuard;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An Organization gets other owners, and is deleted, only by who has just proved who they are. Programs may do it as their
 * roles say; a person's key is no proof that the person is there. Its last Owner goes by the platform's administrators
 * alone. What an Organization says is in force when its writer is told. Thread-safe.
 */
public final class OwnershipGuard implements WriteGuard {
    private final InstantSource clock;
    private final Organizations organizations;
    private final Predicate<Principal> administers;

    /** {@code administers} says who may write all Organizations. */
    public OwnershipGuard(InstantSource clock, Organizations organizations, Predicate<Principal> administers) {
        this.clock = clock;
        this.organizations = organizations;
        this.administers = administers;
    }

    @Override
    public void check(Target target, @Nullable ObjectNode current, ObjectNode next, Caller caller) {
        if (!isOrganization(target) || current == null) {
            return;
        }
        Set<String> before = owners(current);
        Set<String> after = owners(next);
        if (before.equals(after)) {
            return;
        }
        if (after.isEmpty() && !administers.test(caller.principal())) {
            throw new ApiException(new ApiFault.Forbidden(
                    target.subject(),
                    target.subject().describe()
                            + " is forbidden: spec.members would have no Owner left, so that nobody in it could name one"
                            + " again; name another Owner first, or delete the Organization",
                    List.of()));
        }
        SignedIn.requirePresent(caller, clock.instant());
    }

    @Override
    public void written(Target target, long revision) {
        organizations.awaitEnforced(target.definition().resource(), revision);
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
