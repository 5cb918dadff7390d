package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.AddFinalizer;
import dev.roadstead.controller.plan.ApiAction.BindVolume;
import dev.roadstead.controller.plan.ApiAction.CreateContainer;
import dev.roadstead.controller.plan.ApiAction.CreateRelease;
import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.controller.plan.ApiAction.DeleteRelease;
import dev.roadstead.controller.plan.ApiAction.PatchContainerDesiredState;
import dev.roadstead.controller.plan.ApiAction.PatchContainerRouting;
import dev.roadstead.controller.plan.ApiAction.PatchReleaseConfig;
import dev.roadstead.controller.plan.ApiAction.PatchReleaseOutcome;
import dev.roadstead.controller.plan.ApiAction.RemoveFinalizer;
import dev.roadstead.model.Application;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Health;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Release;
import dev.roadstead.model.Release.Resolution;
import dev.roadstead.model.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays what the planner decides through on values, until it rests, in a world where everything works: images are there,
 * new containers become healthy, deletions end. What does not work now, stays as it is. Not thread-safe.
 */
final class Rehearsal {
    private static final int MOST_PASSES = 20_000;
    /** A state that does not change when its time is up some times over is its last one. */
    private static final int PATIENCE = 3;

    private final Map<String, Release> releases = new HashMap<>();
    private final Map<String, Container> containers = new TreeMap<>();
    private final Map<String, Volume> volumes;
    private final Set<String> costly = new HashSet<>();
    private final ApplicationSnapshot begin;
    private Application application;
    private Instant now;
    private long promised;
    private long leastServing;

    /** @param wanted the Application as it will be, with the status that it has */
    Rehearsal(ApplicationSnapshot begin, Application wanted) {
        this.begin = begin;
        this.application = wanted;
        this.now = begin.now();
        this.volumes = new HashMap<>(begin.volumes());
        begin.releases().forEach(release -> releases.put(release.metadata().name(), release));
        begin.containers().forEach(container -> containers.put(container.key(), container));
        this.leastServing = serving();
        this.promised = leastServing;
    }

    /** Plays it to its end. */
    void run() {
        int idle = 0;
        for (int pass = 0; pass < MOST_PASSES && idle < PATIENCE; pass++) {
            ApplicationPlan plan = ApplicationPlanner.plan(snapshot());
            promised = Math.min(promised, Replicas.of(snapshot(), 0).wanted());
            plan.actions().forEach(this::apply);
            boolean rests = plan.actions().isEmpty() && plan.status().equals(application.status());
            application = new Application(application.metadata(), application.spec(), plan.status());
            settle();
            idle = rests ? idle + 1 : 0;
            if (rests && plan.lookAgain().isEmpty()) {
                return;
            }
            now = now.plus(plan.lookAgain().orElse(Duration.ofSeconds(1)));
        }
    }

    Map<String, Container> containers() {
        return containers;
    }

    Application.@Nullable Status status() {
        return application.status();
    }

    /** Keys of the containers whose loss leaves fewer serving than before and than wanted. */
    Set<String> costly() {
        return costly;
    }

    long leastServing() {
        return leastServing;
    }

    private ApplicationSnapshot snapshot() {
        List<Container> own = List.copyOf(containers.values());
        List<Candidate> candidates = begin.candidates().stream()
                .map(candidate -> with(candidate, own))
                .toList();
        return begin.with(
                application, List.copyOf(releases.values()), own, candidates, Map.copyOf(volumes), begin.quotas(), now);
    }

    private Candidate with(Candidate candidate, List<Container> own) {
        Set<String> before = new HashSet<>();
        begin.containers().forEach(container -> before.add(container.key()));
        Candidate others = candidate.without(container -> before.contains(container.key()));
        for (Container container : own) {
            others = container.spec().nodeName().equals(candidate.name()) ? others.with(container) : others;
        }
        return others;
    }

    private void apply(ApiAction action) {
        long before = serving();
        String touched = null;
        switch (action) {
            case AddFinalizer(var app) -> {}
            case RemoveFinalizer(var app) -> {}
            case PatchReleaseOutcome(var release, var outcome) ->
                releases.computeIfPresent(release.metadata().name(), (_, known) -> with(known, outcome));
            case PatchReleaseConfig(var release, var digest) -> {}
            case CreateRelease(var release) ->
                releases.put(release.metadata().name(), new Release(made(release.metadata()), release.spec(), null));
            case DeleteRelease(var release) ->
                releases.remove(release.metadata().name());
            case CreateContainer(var container) ->
                containers.put(container.key(), new Container(made(container.metadata()), container.spec(), null));
            case DeleteContainer(var container, var why) -> {
                touched = container.key();
                containers.computeIfPresent(
                        touched, (_, known) -> new Container(deleted(known.metadata()), known.spec(), known.status()));
            }
            case BindVolume(var volume, var node) ->
                volumes.put(volume.metadata().name(), VolumeRules.bound(volume, node));
            case PatchContainerDesiredState(var container, var state) -> {
                touched = container.key();
                containers.computeIfPresent(
                        touched, (_, known) -> with(known, state, known.spec().routed()));
            }
            case PatchContainerRouting(var container, var routed) -> {
                touched = container.key();
                containers.computeIfPresent(
                        touched, (_, known) -> with(known, known.spec().desiredState(), routed));
            }
        }
        long after = serving();
        leastServing = Math.min(leastServing, after);
        if (touched != null && after < before && after < promised) {
            costly.add(touched);
        }
    }

    /** Lets happen what the planner waits for. */
    private void settle() {
        containers.values().removeIf(container -> container.metadata().deleting());
        containers.replaceAll((_, container) -> isNew(container) ? working(container) : container);
        releases.replaceAll((_, release) -> Slots.canBeMade(release)
                ? release
                : new Release(release.metadata(), release.spec(), resolved(release)));
    }

    private boolean isNew(Container container) {
        Container.Status status = container.status();
        State due = container.spec().desiredState() == DesiredState.Running ? State.Running : State.Created;
        return status == null
                || (due == State.Running && (status.state() == State.Created || status.state() == State.Stopped))
                || (due == State.Created && status.state() == State.Running);
    }

    private Container working(Container container) {
        boolean runs = container.spec().desiredState() == DesiredState.Running;
        Condition ready = new Condition(
                "Ready",
                runs ? Condition.Status.True : Condition.Status.False,
                null,
                now,
                runs ? "Running" : Reasons.STOPPED,
                "");
        Container.Status status = new Container.Status(
                null,
                null,
                runs ? State.Running : State.Created,
                runs ? Health.Healthy : Health.None,
                null,
                0,
                null,
                List.of(),
                runs ? now : null,
                runs ? now : null,
                null,
                List.of(ready),
                null);
        return new Container(container.metadata(), container.spec(), status);
    }

    private static Release.Status resolved(Release release) {
        String reference = release.spec().template().image();
        return release.known().withImage(new Release.Image(reference, Resolution.Unresolved, ""));
    }

    private long serving() {
        return containers.values().stream()
                .filter(container ->
                        container.spec().routed() && !container.metadata().deleting())
                .filter(container -> container.spec().desiredState() == DesiredState.Running)
                .filter(container -> container.status() != null
                        && Conditions.isTrue(container.status().conditions(), "Ready"))
                .count();
    }

    private static Release with(Release known, Release.Outcome outcome) {
        return new Release(known.metadata(), known.spec(), known.known().withOutcome(outcome));
    }

    private static Container with(Container known, DesiredState state, boolean routed) {
        return new Container(known.metadata(), known.spec().with(state, routed), known.status());
    }

    private ObjectMeta made(ObjectMeta metadata) {
        return stored(metadata, "rehearsed-" + metadata.name(), null);
    }

    private ObjectMeta deleted(ObjectMeta metadata) {
        return stored(metadata, metadata.uid(), now);
    }

    private ObjectMeta stored(ObjectMeta metadata, @Nullable String uid, @Nullable Instant deletedAt) {
        return new ObjectMeta(
                metadata.name(),
                metadata.namespace(),
                uid,
                metadata.resourceVersion(),
                1,
                metadata.creationTimestamp() == null ? now : metadata.creationTimestamp(),
                deletedAt,
                metadata.labels(),
                metadata.annotations(),
                metadata.finalizers(),
                metadata.ownerReferences());
    }
}
