package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Health;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.ContainerTemplate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes over a Docker container that somebody else made, as {@code spec.adopts} asks for. It becomes ours by one write of
 * the Container's status, and nothing is done to it before. What a template says and an engine cannot change must be so
 * already; what an engine can change in place is then set right as drift is: networks, limits, who restarts it.
 */
public final class Adoption {
    private Adoption() {}

    /** Whether the Docker container is there and nobody's yet. */
    static boolean isPending(ContainerSnapshot seen) {
        return seen.observed()
                .filter(observed -> observed.id().equals(seen.container().spec().adopts()))
                .filter(observed -> !Ownership.isManaged(seen, observed))
                .isPresent();
    }

    /** What the Docker container is to be held against; empty when it is not, or not yet, to be taken over. */
    public static Optional<Blueprint> wanted(ContainerSnapshot seen) {
        boolean asked = isPending(seen) && !seen.container().metadata().deleting();
        return asked && hindrance(seen).isEmpty() && seen.supplies() instanceof Supplies.Complete supplies
                ? Optional.of(CreationPlan.blueprint(seen, supplies))
                : Optional.empty();
    }

    /**
     * Another Container that has taken the same one over, or comes before this one: the first one wins, so that two that
     * look at the same time do not both.
     */
    public static Optional<String> rival(Container container, Collection<Container> all) {
        String id = container.spec().adopts();
        return all.stream()
                .filter(other -> !other.metadata()
                        .requireUid()
                        .equals(container.metadata().requireUid()))
                .filter(other -> Ownership.hasAdopted(other, id) || (names(other, id) && isBefore(other, container)))
                .map(other -> "it is for Container %s, so take its id out of spec.adopt".formatted(other.key()))
                .min(String::compareTo);
    }

    private static boolean names(Container other, @Nullable String id) {
        return Objects.equals(id, other.spec().adopts()) && !other.metadata().deleting();
    }

    private static boolean isBefore(Container one, Container other) {
        int order = Objects.compare(
                one.metadata().creationTimestamp(),
                other.metadata().creationTimestamp(),
                Comparator.nullsLast(Comparator.naturalOrder()));
        return order < 0
                || (order == 0
                        && one.metadata()
                                        .requireUid()
                                        .compareTo(other.metadata().requireUid())
                                < 0);
    }

    /** Containers of an older release that wait for what they are to adopt: the wanted release is to have it. */
    static List<ApiAction> overtaken(Replicas replicas) {
        return replicas.outdated().stream()
                .filter(old -> old.spec().adopts() != null
                        && !Ownership.hasAdopted(old, old.spec().adopts()))
                .<ApiAction>map(old -> new ApiAction.DeleteContainer(old, "which has taken nothing over yet"))
                .toList();
    }

    static ContainerPlan plan(ContainerSnapshot seen, ObservedContainer observed) {
        if (seen.supplies() instanceof Supplies.Missing(String what)) {
            return CreationPlan.missing(seen, what);
        }
        if (seen.supplies() instanceof Supplies.Unavailable(String why)) {
            return CreationPlan.hindered(seen, Reasons.CONFIG_MISSING, why);
        }
        Optional<VolumeMounts.Hindrance> hindrance = hindrance(seen);
        if (hindrance.isPresent()) {
            return CreationPlan.hindered(
                    seen, hindrance.get().reason(), hindrance.get().message());
        }
        if (observed.state() == ObservedContainer.State.DEAD || observed.state() == ObservedContainer.State.REMOVING) {
            return waiting(seen);
        }
        List<String> objections = new ArrayList<>(limits(seen.container().spec().template(), observed.granted()));
        objections.addAll(Objects.requireNonNullElse(seen.asked().objections(), List.of("nobody has compared it yet")));
        return objections.isEmpty() ? takeOver(seen, observed) : refuse(seen, observed, objections);
    }

    private static Optional<VolumeMounts.Hindrance> hindrance(ContainerSnapshot seen) {
        if (seen.policy() != PolicyLevel.PRIVILEGED) {
            return Optional.of(new VolumeMounts.Hindrance(
                    Reasons.REFUSED,
                    "a Docker container of the host's own is taken over at policy level privileged only; label the namespace "
                            + "roadstead.dev/policy=privileged, or take spec.adopt away and a new container is made"));
        }
        List<String> refusals = Policy.refusals(seen.container().spec().template(), seen.policy());
        return refusals.isEmpty()
                ? new VolumeMounts(seen).hindrance()
                : Optional.of(new VolumeMounts.Hindrance(
                        Reasons.REFUSED, "refused by policy: " + String.join("; ", refusals)));
    }

    /**
     * Limits are set in place. But one that the container does not have, and that nobody chose for it, might be its end.
     */
    private static List<String> limits(ContainerTemplate template, ObservedContainer.Granted granted) {
        Limits wanted = Limits.of(template);
        ContainerTemplate.Limits said = template.resources().limits();
        List<String> objections = new ArrayList<>();
        objection("memory", granted.limits().memoryBytes(), wanted.memoryBytes(), said.memory() != null)
                .ifPresent(objections::add);
        objection("pids", granted.limits().pids(), wanted.pids(), said.pids() != null)
                .ifPresent(objections::add);
        objection("cpu", granted.limits().nanoCpus(), wanted.nanoCpus(), true).ifPresent(objections::add);
        return objections;
    }

    private static Optional<String> objection(String what, long found, long wanted, boolean said) {
        if (found == wanted || (found <= 0 && said)) {
            return Optional.empty();
        }
        return Optional.of(
                found <= 0
                        ? "it has no limit of %s and would get %d: say resources.limits.%s"
                                .formatted(what, wanted, what)
                        : "resources.limits.%s is %d, the template says %s"
                                .formatted(what, found, wanted <= 0 ? "none" : wanted));
    }

    private static ContainerPlan waiting(ContainerSnapshot seen) {
        Verdict verdict = Verdict.no(Reasons.STARTING, "the engine is busy with it");
        return ContainerPlan.wait(
                new ContainerStatus(seen).of(State.Pending, Health.None, verdict), ContainerPlanner.SOON);
    }

    private static ContainerPlan takeOver(ContainerSnapshot seen, ObservedContainer observed) {
        Verdict verdict = Verdict.no(Reasons.STARTING, "it is being taken over");
        return ContainerPlan.wait(
                new ContainerStatus(seen).adopting(observed).of(State.Pending, Health.Starting, verdict),
                ContainerPlanner.AT_ONCE,
                Note.normal(
                        "Adopted",
                        "Took over Docker container %s (%s) as it is"
                                .formatted(observed.name(), observed.id().substring(0, 12))));
    }

    private static ContainerPlan refuse(ContainerSnapshot seen, ObservedContainer observed, List<String> objections) {
        return CreationPlan.hindered(
                seen,
                Reasons.NOT_ADOPTED,
                "Docker container %s is not taken over and goes on as it is: %s. Change the template, or stop and remove the container, and a new one is made"
                        .formatted(observed.name(), String.join("; ", objections)));
    }
}
