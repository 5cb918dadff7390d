package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.HostAction.CreateVolume;
import dev.roadstead.controller.plan.VolumeSnapshot.Away;
import dev.roadstead.controller.plan.VolumeSnapshot.Elsewhere;
import dev.roadstead.controller.plan.VolumeSnapshot.NoNode;
import dev.roadstead.controller.plan.VolumeSnapshot.Reached;
import dev.roadstead.controller.plan.VolumeSnapshot.Unbound;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done on the engine about one Volume: plain creation, adoption, import and removal. What copies data
 * is the business of transfers.
 *
 * <p>The Docker volume is made before the status names it, so one that the status names and the engine does not have was
 * lost, with what was in it. It is never made anew: an empty one in its place would look as if all were well.
 */
public final class VolumePlanner {
    /** How often a Volume is looked at that no event tells of. */
    static final Duration USUALLY = Duration.ofMinutes(2);

    /** How often something is tried again that only people can change. */
    static final Duration LATER = Duration.ofSeconds(30);

    private final VolumeSnapshot seen;
    private final Volume volume;
    private final VolumeStatus projector;

    private VolumePlanner(VolumeSnapshot seen) {
        this.seen = seen;
        this.volume = seen.volume();
        this.projector = new VolumeStatus(seen);
    }

    public static VolumePlan plan(VolumeSnapshot seen) {
        return seen.volume().metadata().deleting() ? VolumeRemoval.plan(seen) : new VolumePlanner(seen).plan();
    }

    /** The status when an action failed; {@code message} says what is wrong and what to do. */
    public static Volume.Status failed(VolumeSnapshot seen, String message) {
        return new VolumeStatus(seen).of(Condition.Status.False, Reasons.ENGINE_FAILED, message);
    }

    /** The Docker volume that the Volume has, or wants to have. */
    public static String dockerVolume(Volume volume) {
        Volume.Status status = volume.status();
        if (status != null && status.dockerVolume() != null) {
            return status.dockerVolume();
        }
        String imported = imported(volume);
        return imported == null
                ? Names.dockerVolume(
                        String.valueOf(volume.metadata().namespace()),
                        volume.metadata().name())
                : imported;
    }

    /** The node that has the data, or is to have it; null while none is chosen. */
    public static @Nullable String node(Volume volume) {
        Volume.Status status = volume.status();
        return status != null && status.nodeName() != null
                ? status.nodeName()
                : volume.spec().nodeName();
    }

    private static @Nullable String imported(Volume volume) {
        return volume.spec().source() == null ? null : volume.spec().source().dockerVolume();
    }

    private VolumePlan plan() {
        return switch (seen.place()) {
            case Unbound() ->
                rest(
                        Condition.Status.False,
                        "WaitForFirstConsumer",
                        "it is made on the node of the first container that uses it; spec.nodeName chooses one before");
            case NoNode(String node) ->
                rest(
                        Condition.Status.False,
                        "NodeUnknown",
                        "there is no Node %s; create it, or make a Volume on another node".formatted(node));
            case Away(String node, String why) ->
                rest(
                        Condition.Status.Unknown,
                        Reasons.NODE_UNREACHABLE,
                        "node %s cannot be asked: %s".formatted(node, why));
            case Reached at -> isBound() ? keep(at) : begin(at);
        };
    }

    private boolean isBound() {
        return volume.status() != null && volume.status().dockerVolume() != null;
    }

    private VolumePlan keep(Reached at) {
        String name = dockerVolume(volume);
        if (at.wanted().isEmpty()) {
            return lost(
                    ("Docker volume %s is gone from node %s, with what was in it. It is not made anew by itself: restore a"
                                    + " backup with a VolumeRestore of mode Swap, or delete this Volume and create it again to begin"
                                    + " with an empty one")
                            .formatted(name, at.node()));
        }
        boolean imported = name.equals(imported(volume));
        if (!imported && !VolumeBlueprints.isOf(volume, at.wanted().get(), seen.installation())) {
            return lost(
                    ("Docker volume %s on node %s is not the one that was made for it, which is gone; somebody made this"
                                    + " one. Remove it on the host if it holds nothing of worth, and restore a backup with a"
                                    + " VolumeRestore of mode Swap")
                            .formatted(name, at.node()));
        }
        return ready(at.node(), name);
    }

    private VolumePlan lost(String message) {
        return rest(Condition.Status.False, "Lost", message);
    }

    private VolumePlan ready(String node, String name, Note... notes) {
        String message = "Docker volume %s on node %s".formatted(name, node);
        return VolumePlan.rest(projector.of(node, name, Condition.Status.True, "Available", message), USUALLY, notes);
    }

    private VolumePlan begin(Reached at) {
        if (imported(volume) != null) {
            return take(at);
        }
        return switch (at.own().size()) {
            case 0 -> create(at);
            case 1 -> {
                EngineVolume kept = at.own().getFirst();
                yield doubt(at.node(), kept).map(this::unclear).orElseGet(() -> adopt(at.node(), kept));
            }
            default ->
                unclear("node %s has several Docker volumes of this Volume: %s"
                        .formatted(
                                at.node(),
                                at.own().stream()
                                        .map(EngineVolume::name)
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
        };
    }

    /** Why a Docker volume may be an old copy, or half of one. */
    private Optional<String> doubt(String node, EngineVolume kept) {
        if (kept.labels().containsKey(Labels.FILLED)) {
            return Optional.of(
                    "Docker volume %s on node %s was filled by a restore or a move, and nothing says whether it is whole"
                            .formatted(kept.name(), node));
        }
        Set<String> others = seen.elsewhere().retained();
        return others.isEmpty() || wasMade()
                ? Optional.empty()
                : Optional.of(
                        "Docker volume %s on node %s may be an old copy: there is data of this Volume on node %s too"
                                .formatted(kept.name(), node, Elsewhere.told(others)));
    }

    private VolumePlan unclear(String why) {
        return rest(
                Condition.Status.False,
                "AdoptionUnclear",
                why + "; delete it, and create it with source.dockerVolume naming the right one");
    }

    private VolumePlan create(Reached at) {
        VolumeBlueprint blueprint =
                VolumeBlueprints.of(volume, dockerVolume(volume), seen.installation(), seen.policy());
        List<String> refusals = VolumePolicy.refusals(blueprint.driver(), blueprint.options(), seen.policy());
        if (!refusals.isEmpty()) {
            return rest(Condition.Status.False, Reasons.REFUSED, "refused by policy: " + refusals.getFirst());
        }
        if (at.wanted().isPresent()) {
            return rest(
                    Condition.Status.False,
                    Reasons.NAME_TAKEN,
                    ("a Docker volume %s that was not made for it is on node %s; rename the Volume, or create it with"
                                    + " source.dockerVolume to use that one as it is")
                            .formatted(blueprint.name(), at.node()));
        }
        return VolumePlan.act(
                projector.of(Condition.Status.False, "Creating", "it is being made on node " + at.node()),
                List.of(new CreateVolume(blueprint)),
                Note.normal("Created", "Created Docker volume %s on node %s".formatted(blueprint.name(), at.node())));
    }

    /** What a Volume of this name left, or what is left of one whose object was lost with the database. */
    private VolumePlan adopt(String node, EngineVolume kept) {
        List<String> refusals = VolumePolicy.refusals(kept.driver(), kept.options(), seen.policy());
        if (!refusals.isEmpty()) {
            return rest(Condition.Status.False, Reasons.REFUSED, "refused by policy: " + refusals.getFirst());
        }
        return ready(node, kept.name(), adopted(node, kept.name()));
    }

    /** A new one is made known once; after the first time it is in the status. */
    private Note adopted(String node, String name) {
        return wasMade()
                ? Note.normal("Available", "Docker volume %s is there".formatted(name))
                : Note.normal("Adopted", "Uses Docker volume %s, which was on node %s already".formatted(name, node));
    }

    private boolean wasMade() {
        return volume.status() != null
                && Optional.ofNullable(Conditions.find(volume.status().conditions(), "Ready"))
                        .filter(ready -> ready.reason().equals("Creating"))
                        .isPresent();
    }

    private VolumePlan take(Reached at) {
        String name = dockerVolume(volume);
        if (at.wanted().isEmpty()) {
            return rest(
                    Condition.Status.False,
                    Reasons.NO_SUCH_DOCKER_VOLUME,
                    "node %s has no Docker volume %s; docker volume ls shows what there is".formatted(at.node(), name));
        }
        if (seen.rival().isPresent()) {
            return rest(
                    Condition.Status.False,
                    "InUse",
                    "Docker volume %s is that of Volume %s already"
                            .formatted(name, seen.rival().get()));
        }
        EngineVolume docker = at.wanted().get();
        return objection(docker)
                .map(why -> rest(Condition.Status.False, Reasons.REFUSED, why))
                .orElseGet(() -> ready(
                        at.node(),
                        name,
                        Note.normal(
                                "Imported", "Uses Docker volume %s of node %s as it is".formatted(name, at.node()))));
    }

    /** One of ours stays in its namespace; the host's own are the host's. */
    private Optional<String> objection(EngineVolume docker) {
        boolean ours = seen.installation().equals(docker.labels().get(Labels.MANAGED_BY));
        boolean sameNamespace =
                Objects.equals(volume.metadata().namespace(), docker.labels().get(Labels.NAMESPACE));
        if (ours && !sameNamespace) {
            return Optional.of("Docker volume %s is of another namespace; copy it with a backup and a restore"
                    .formatted(docker.name()));
        }
        if (ours && Names.isScratchVolume(docker.name())) {
            return Optional.of(
                    ("Docker volume %s was made to try a restore in, and is removed by the next trial; restore the"
                                    + " backup with a VolumeRestore of mode NewVolume")
                            .formatted(docker.name()));
        }
        if (!ours && seen.policy() != PolicyLevel.PRIVILEGED) {
            return Optional.of(
                    ("Docker volume %s was not made by Roadstead, and what is the host's own needs policy level privileged;"
                                    + " the namespace has %s. Who administers the platform grants it: kubectl label"
                                    + " namespace %s %s=privileged --overwrite; for a Project's namespace, by policyLevel"
                                    + " Privileged of the Project")
                            .formatted(
                                    docker.name(),
                                    seen.policy().label(),
                                    volume.metadata().namespace(),
                                    Labels.POLICY));
        }
        return VolumePolicy.refusals(docker.driver(), docker.options(), seen.policy()).stream()
                .findFirst();
    }

    private VolumePlan rest(Condition.Status ready, String reason, String message) {
        Volume.Status status = projector.of(ready, reason, message);
        boolean told = seen.volume().status() != null
                && Optional.ofNullable(Conditions.find(seen.volume().status().conditions(), "Ready"))
                        .filter(before -> before.reason().equals(reason))
                        .isPresent();
        boolean quiet = told || reason.equals("WaitForFirstConsumer");
        return quiet ? VolumePlan.rest(status, LATER) : VolumePlan.rest(status, LATER, Note.warning(reason, message));
    }
}
