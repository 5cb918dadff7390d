package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.HostAction.CreateContainer;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.HostAction.RemoveFiles;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Status;
import dev.roadstead.model.ContainerTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What to do about a Container that has no Docker container. */
final class CreationPlan {
    private static final Set<String> FAILURES =
            Set.of(Reasons.IMAGE_PULL_FAILED, Reasons.REFUSED, Reasons.NAME_TAKEN, Reasons.ENGINE_FAILED);

    private CreationPlan() {}

    static ContainerPlan of(ContainerSnapshot seen) {
        List<String> refusals = Policy.refusals(seen.container().spec().template(), seen.policy());
        if (!refusals.isEmpty()) {
            return hindered(seen, Reasons.REFUSED, "refused by policy: " + String.join("; ", refusals));
        }
        VolumeMounts volumes = new VolumeMounts(seen);
        Optional<VolumeMounts.Hindrance> hindrance = volumes.hindrance();
        if (hindrance.isPresent()) {
            return hindered(seen, hindrance.get().reason(), hindrance.get().message());
        }
        return switch (seen.supplies()) {
            case Supplies.Missing(String what) -> missing(seen, what);
            case Supplies.Unavailable(String why) -> hindered(seen, Reasons.CONFIG_MISSING, why);
            case Supplies.Complete complete -> {
                Blueprint blueprint = blueprint(seen, complete);
                List<HostAction> actions = new ArrayList<>(leftovers(seen));
                actions.add(new PullImage(blueprint.image(), blueprint.pullPolicy(), complete.access()));
                if (!blueprint.hostNetwork()) {
                    actions.add(ContainerPlanner.ensureNetwork(seen));
                }
                actions.add(new CreateContainer(blueprint));
                yield ContainerPlan.act(status(seen), actions, created(seen.container(), blueprint.name()));
            }
        };
    }

    static Blueprint blueprint(ContainerSnapshot seen, Supplies.Complete supplies) {
        return Blueprints.of(
                seen.container(),
                supplies.variables(),
                new VolumeMounts(seen).dockerVolumes(),
                seen.installation(),
                seen.policy());
    }

    /** Somebody who removes a container by hand may have left its files on the host. */
    static List<HostAction> leftovers(ContainerSnapshot seen) {
        ContainerTemplate template = seen.container().spec().template();
        boolean hasFiles =
                template.volumes().stream().anyMatch(mount -> mount.secret() != null || mount.configMap() != null);
        Status before = seen.container().status();
        boolean wasThere = before != null && before.containerID() != null;
        return hasFiles && wasThere
                ? List.of(new RemoveFiles(seen.container().metadata().requireUid()))
                : List.of();
    }

    /** It waits for a Secret or ConfigMap. */
    static ContainerPlan missing(ContainerSnapshot seen, String what) {
        String namespace = Names.namespace(seen.container());
        return hindered(seen, Reasons.CONFIG_MISSING, what + " does not exist; create it in namespace " + namespace);
    }

    static ContainerPlan hindered(ContainerSnapshot seen, String reason, String message) {
        Status status = ContainerPlanner.failed(seen, reason, message);
        return ContainerPlan.wait(
                status, ContainerPlanner.LATER, ContainerPlanner.news(seen, Note.warning(reason, message)));
    }

    /** A failure stays in the status while it is tried again, or the status would change to and fro. */
    static Status status(ContainerSnapshot seen) {
        String image = seen.container().spec().template().image();
        return lastFailure(seen)
                .map(failure -> ContainerPlanner.failed(seen, failure.reason(), failure.message()))
                .orElseGet(() -> ContainerPlanner.pulling(seen, "getting image " + image));
    }

    static Optional<Condition> lastFailure(ContainerSnapshot seen) {
        Status before = seen.container().status();
        return Optional.ofNullable(before == null ? null : Conditions.find(before.conditions(), "Ready"))
                .filter(ready -> FAILURES.contains(ready.reason()));
    }

    private static Note created(Container container, String name) {
        String adopts = container.spec().adopts();
        if (adopts != null && Ownership.adopted(container) == null) {
            return Note.warning(
                    Reasons.NOT_ADOPTED,
                    "There is no Docker container %s on node %s to be taken over; created %s instead"
                            .formatted(adopts, container.spec().nodeName(), name));
        }
        boolean known = container.status() != null && container.status().containerID() != null;
        return known
                ? Note.warning("Recreated", "Docker container " + name + " was gone; created it again")
                : Note.normal("Created", "Created Docker container " + name);
    }
}
