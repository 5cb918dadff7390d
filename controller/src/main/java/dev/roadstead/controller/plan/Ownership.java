package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Adopted;
import dev.roadstead.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * What shows that a Docker container is ours: its labels. One that was adopted has none, and nobody can give it any; there
 * it is the record in the status of the Container that took it over, which names it by its full id.
 */
final class Ownership {
    private Ownership() {}

    /** Whether it is of this installation: without that, a Docker container is foreign. */
    static boolean isManaged(ContainerSnapshot seen, ObservedContainer observed) {
        return isLabelled(seen, observed) || isAdopted(seen.container(), observed);
    }

    /** Whether it was made for, or taken over by, this very object, and not an earlier one of its name. */
    static boolean isOurs(ContainerSnapshot seen, ObservedContainer observed) {
        String uid = seen.container().metadata().requireUid();
        return isAdopted(seen.container(), observed)
                || (isLabelled(seen, observed) && uid.equals(observed.label(Labels.CONTAINER_UID)));
    }

    /** Whether one that is ours is what its template says. */
    static boolean hasOurSpec(ContainerSnapshot seen, ObservedContainer observed) {
        Adopted adopted = adopted(seen.container());
        String made = adopted != null && isAdopted(seen.container(), observed)
                ? adopted.specHash()
                : observed.label(Labels.SPEC_HASH);
        return Blueprints.specHash(seen.container()).equals(made);
    }

    static boolean isAdopted(Container container, ObservedContainer observed) {
        return hasAdopted(container, observed.id());
    }

    static boolean hasAdopted(Container container, @Nullable String dockerId) {
        Adopted adopted = adopted(container);
        return adopted != null && adopted.containerID().equals(dockerId);
    }

    static @Nullable Adopted adopted(Container container) {
        return container.status() == null ? null : container.status().adopted();
    }

    private static boolean isLabelled(ContainerSnapshot seen, ObservedContainer observed) {
        return seen.installation().equals(observed.label(Labels.MANAGED_BY));
    }
}
