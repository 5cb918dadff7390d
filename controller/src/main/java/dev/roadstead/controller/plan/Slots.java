package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.Scheduler.Decision;
import dev.roadstead.controller.plan.Scheduler.Placed;
import dev.roadstead.controller.plan.Scheduler.Refused;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Fills free slots of a release, lowest first, one container after the other: each sees where those before it went.
 *
 * <p>Lives for one planning; not thread-safe.
 */
final class Slots {
    private final Application application;
    private final int revision;
    private final Set<String> taken = new HashSet<>();
    private List<Candidate> candidates;
    private List<Quota> quotas;
    private Optional<String> refusal = Optional.empty();

    Slots(ApplicationSnapshot seen, int revision) {
        this.application = seen.application();
        this.revision = revision;
        this.candidates = seen.candidates();
        this.quotas = seen.quotas();
        seen.containers().forEach(container -> taken.add(container.metadata().name()));
    }

    /** Up to this many containers; fewer if they can be placed nowhere, see {@link #refusal}. */
    List<ApiAction> fill(int count) {
        List<ApiAction> created = new ArrayList<>();
        while (created.size() < count) {
            Optional<Container> next = place(DesiredState.Running, candidates);
            if (next.isEmpty()) {
                break;
            }
            created.add(new ApiAction.CreateContainer(next.get()));
        }
        return created;
    }

    /** A container that is not started yet, on a node where only containers that match stand in its way. */
    Optional<ApiAction> prepareBeside(Predicate<Container> inTheWay) {
        List<Candidate> cleared =
                candidates.stream().map(node -> node.without(inTheWay)).toList();
        return place(DesiredState.Stopped, cleared).map(ApiAction.CreateContainer::new);
    }

    /** Why the last container could be placed nowhere. */
    Optional<String> refusal() {
        return refusal;
    }

    private Optional<Container> place(DesiredState state, List<Candidate> nodes) {
        ContainerTemplate template = application.spec().template();
        Optional<String> exceeded = quotas.stream()
                .flatMap(quota -> quota.refusal(template).stream())
                .findFirst();
        if (exceeded.isPresent()) {
            refusal = exceeded;
            return Optional.empty();
        }
        Decision decision = Scheduler.place(Scheduler.Request.of(application, revision, template), nodes);
        return switch (decision) {
            case Refused(String why) -> {
                refusal = Optional.of("no node fits: " + why);
                yield Optional.empty();
            }
            case Placed(String node) -> {
                Container container = container(freeOrdinal(), node, state);
                taken.add(container.metadata().name());
                candidates = candidates.stream()
                        .map(c -> c.name().equals(node) ? c.with(container) : c)
                        .toList();
                quotas = quotas.stream().map(quota -> quota.with(template)).toList();
                yield Optional.of(container);
            }
        };
    }

    private int freeOrdinal() {
        int ordinal = 0;
        while (taken.contains(Names.container(application.metadata().name(), revision, ordinal))) {
            ordinal++;
        }
        return ordinal;
    }

    private Container container(int ordinal, String node, DesiredState state) {
        String name = application.metadata().name();
        ObjectMeta metadata = ObjectMeta.toCreate(
                application.metadata().namespace(),
                Names.container(name, revision, ordinal),
                Map.of(
                        Labels.APPLICATION, name,
                        Labels.RELEASE, String.valueOf(revision),
                        Labels.ORDINAL, String.valueOf(ordinal)),
                List.of(Labels.CONTAINER_FINALIZER),
                List.of(TargetRelease.owner(application)));
        Container.Spec spec = new Container.Spec(
                name,
                revision,
                ordinal,
                node,
                state,
                application.spec().template(),
                application.spec().strategy().drain());
        return new Container(metadata, spec, null);
    }
}
