package dev.roadstead.controller.reconcile.application;

import dev.roadstead.controller.lookup.TrafficLookup;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.Reasons;
import dev.roadstead.controller.plan.analysis.Traffic;
import dev.roadstead.controller.plan.route.Backend;
import dev.roadstead.controller.plan.route.RouteNames;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Condition;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Node;
import dev.roadstead.model.Strategy;
import dev.roadstead.model.Strategy.Canary;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What edges count of the canary of an Application: asked for only while one is under way that is to be judged by it.
 *
 * @param wake gets the key of an Application of which an edge has something new to say
 */
record CanaryTraffic(TrafficLookup lookup, Consumer<String> wake) {

    Traffic of(Application application, List<Domain> domains, Supplier<Stream<Node>> nodes) {
        Optional<Rollout> canary = underWay(application);
        if (canary.isEmpty()) {
            lookup.forget(application.key());
            return Traffic.NOT_ASKED;
        }
        Rollout rollout = canary.get();
        if (Integer.valueOf(100).equals(rollout.weight())) {
            return new Traffic.Unseen("at weight 100 edges count both releases together");
        }
        Set<String> services = domains.stream()
                .filter(domain -> !domain.metadata().deleting())
                .map(domain -> RouteNames.canary(Backend.of(domain), rollout.release()))
                .collect(Collectors.toUnmodifiableSet());
        if (services.isEmpty()) {
            return new Traffic.Unseen("no Domain leads to it");
        }
        Set<String> edges = nodes.get()
                .filter(node ->
                        node.spec().ingress().enabled() && !node.metadata().deleting())
                .map(node -> node.metadata().name())
                .collect(Collectors.toUnmodifiableSet());
        if (edges.isEmpty()) {
            return new Traffic.Unseen("Roadstead runs no edge: no Node has ingress.enabled");
        }
        return lookup.find(question(application, rollout, services), edges, () -> wake.accept(application.key()));
    }

    /** The rollout, while a step of it is judged: paused or late ones too, for they go on getting requests. */
    private static Optional<Rollout> underWay(Application application) {
        Application.Spec spec = application.spec();
        Canary canary = spec.strategy().canary();
        boolean judged = spec.strategy().type() == Strategy.Type.Canary
                && canary.analysis() != null
                && spec.desiredState() == DesiredState.Running
                && !application.metadata().deleting();
        return Optional.ofNullable(application.status())
                .map(Application.Status::rollout)
                .filter(rollout -> judged)
                .filter(rollout -> rollout.step() != null
                        && rollout.step() < canary.steps().size())
                .filter(rollout -> switch (rollout.phase()) {
                    case Progressing, Paused, AwaitingPromotion -> true;
                    case Failed -> !isOver(application);
                    case Complete, RolledBack, Superseded -> false;
                });
    }

    private static boolean isOver(Application application) {
        Application.Status status = application.status();
        Condition progressing = status == null ? null : Conditions.find(status.conditions(), "Progressing");
        return progressing != null && Reasons.ENDS_CANARY.contains(progressing.reason());
    }

    private static TrafficLookup.Canary question(Application application, Rollout rollout, Set<String> services) {
        Canary.Analysis analysis =
                Objects.requireNonNull(application.spec().strategy().canary().analysis());
        return new TrafficLookup.Canary(
                application.key(),
                application.metadata().requireUid(),
                rollout.release(),
                rollout.startedAt(),
                Objects.requireNonNull(rollout.step()),
                services,
                analysis.minRequests());
    }
}
