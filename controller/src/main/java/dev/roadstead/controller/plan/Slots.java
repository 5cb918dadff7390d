package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.Scheduler.Decision;
import dev.roadstead.controller.plan.Scheduler.Placed;
import dev.roadstead.controller.plan.Scheduler.Refused;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Node;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Release;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Fills free slots of releases, lowest first, one container after the other: each sees where those before it went.
 *
 * <p>Lives for one planning; not thread-safe.
 */
final class Slots {
    private final Application application;
    private final List<Container> containers;
    private final Set<String> taken = new HashSet<>();
    private final Map<Integer, Integer> lowestFree = new HashMap<>();
    private final PolicyLevel policy;
    private final VolumeRules volumes;
    private List<Candidate> candidates;
    private List<Quota> quotas;
    private Optional<String> refusal = Optional.empty();

    Slots(ApplicationSnapshot seen) {
        this.application = seen.application();
        this.containers = seen.containers();
        this.candidates = seen.candidates();
        this.quotas = seen.quotas();
        this.policy = seen.policy();
        this.volumes = new VolumeRules(seen);
        seen.containers().forEach(container -> taken.add(container.metadata().name()));
    }

    /** Whether containers can be made of a release: not before it is known what its image reference stands for. */
    static boolean canBeMade(Release release) {
        return release.status() != null && release.status().image() != null;
    }

    /** Why the policy level of the namespace allows no containers of a release. */
    static Optional<String> refusal(Release release, PolicyLevel policy) {
        List<String> refusals = Policy.refusals(release.spec().template(), policy);
        return refusals.isEmpty()
                ? Optional.empty()
                : Optional.of("policy level %s of the namespace does not allow it: %s"
                        .formatted(policy.label(), String.join("; ", refusals)));
    }

    /** Up to this many containers; fewer if they can be placed nowhere, see {@link #refusal}. */
    List<ApiAction> fill(Release release, int count, boolean routed) {
        List<ApiAction> created = new ArrayList<>();
        while (created.size() < count) {
            Optional<Container> next = place(release, DesiredState.Running, routed, candidates);
            if (next.isEmpty()) {
                break;
            }
            created.add(new ApiAction.CreateContainer(next.get()));
        }
        return created;
    }

    /** A container that is not started yet, on a node where only containers that match stand in its way. */
    Optional<ApiAction> prepareBeside(Release release, Predicate<Container> inTheWay) {
        List<Candidate> cleared =
                candidates.stream().map(node -> node.without(inTheWay)).toList();
        return place(release, DesiredState.Stopped, true, cleared).map(ApiAction.CreateContainer::new);
    }

    /** What has to be done before the containers are created that were given a slot. */
    List<ApiAction> bindings() {
        return volumes.bindings();
    }

    /** Why the last container could be placed nowhere. */
    Optional<String> refusal() {
        return refusal;
    }

    private Optional<Container> place(Release release, DesiredState state, boolean routed, List<Candidate> nodes) {
        if (!canBeMade(release)) {
            return Optional.empty();
        }
        ContainerTemplate template = release.spec().template();
        Optional<String> forbidden = refusal(release, policy)
                .or(() -> quotas.stream()
                        .flatMap(quota -> quota.refusal(template).stream())
                        .findFirst())
                .or(() -> volumes.refusal(template, nodes));
        if (forbidden.isPresent()) {
            refusal = forbidden;
            return Optional.empty();
        }
        Decision decision = Scheduler.place(
                Scheduler.Request.of(application, release.spec().revision(), template),
                nodes,
                volumes.filters(template, nodes));
        return switch (decision) {
            case Refused(String why) -> {
                refusal = Optional.of("no node fits: " + why);
                yield Optional.empty();
            }
            case Placed(String node) -> {
                Container container = container(release, node(nodes, node), state, routed);
                taken.add(container.metadata().name());
                volumes.placed(template, node);
                candidates = candidates.stream()
                        .map(c -> c.name().equals(node) ? c.with(container) : c)
                        .toList();
                quotas = quotas.stream().map(quota -> quota.with(template)).toList();
                yield Optional.of(container);
            }
        };
    }

    /** Never lower than the one before: nothing is given back while a planning lasts. */
    private int freeOrdinal(int revision) {
        int ordinal = lowestFree.getOrDefault(revision, 0);
        while (taken.contains(Names.container(application.metadata().name(), revision, ordinal))) {
            ordinal++;
        }
        lowestFree.put(revision, ordinal);
        return ordinal;
    }

    private static Node node(List<Candidate> nodes, String name) {
        return nodes.stream()
                .filter(candidate -> candidate.name().equals(name))
                .map(Candidate::node)
                .findFirst()
                .orElseThrow();
    }

    private Container container(Release release, Node node, DesiredState state, boolean routed) {
        String name = application.metadata().name();
        int revision = release.spec().revision();
        int ordinal = freeOrdinal(revision);
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
                node.metadata().name(),
                state,
                template(release, node),
                application.spec().strategy().drain(),
                routed,
                null,
                release.spec().routeLabels(),
                adopted(ordinal));
        return new Container(metadata, spec, null);
    }

    /** As long as no release is complete: what replaces an adopted container is made. */
    private @Nullable String adopted(int ordinal) {
        boolean rolledOut = application.status() != null && application.status().currentRelease() != null;
        List<String> ids = application.spec().adopt();
        boolean named = !rolledOut && ordinal < ids.size();
        return named && containers.stream().noneMatch(other -> Ownership.hasAdopted(other, ids.get(ordinal)))
                ? ids.get(ordinal)
                : null;
    }

    /**
     * What a release's container on a node is made from. Every container of a release gets the very same image, whatever
     * its tag points to by now.
     */
    static ContainerTemplate template(Release release, Node node) {
        ContainerTemplate template = NodeFields.fill(release.spec().template(), node);
        Release.Image image = release.status() == null ? null : release.status().image();
        return image == null ? template : template.withImage(image.reference());
    }
}
