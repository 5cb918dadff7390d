package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.HostAction.RemoveVolume;
import dev.roadstead.controller.plan.VolumeSnapshot.Away;
import dev.roadstead.controller.plan.VolumeSnapshot.Elsewhere;
import dev.roadstead.controller.plan.VolumeSnapshot.NoNode;
import dev.roadstead.controller.plan.VolumeSnapshot.Reached;
import dev.roadstead.controller.plan.VolumeSnapshot.Unbound;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.ReclaimPolicy;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lets a deleted Volume go: when nothing uses it any more, and its data is removed, or listed as retained. */
final class VolumeRemoval {
    private final VolumeSnapshot seen;
    private final Volume volume;
    private final String name;

    private VolumeRemoval(VolumeSnapshot seen) {
        this.seen = seen;
        this.volume = seen.volume();
        this.name = VolumePlanner.dockerVolume(volume);
    }

    static VolumePlan plan(VolumeSnapshot seen) {
        return new VolumeRemoval(seen).plan();
    }

    private VolumePlan plan() {
        if (!seen.users().isEmpty()) {
            String users = seen.users().stream()
                    .map(Container::metadata)
                    .map(m -> m.name())
                    .sorted()
                    .collect(Collectors.joining(", "));
            return wait("it goes when nothing uses it any more; still there: " + users);
        }
        Set<String> copies = seen.elsewhere().replaced();
        if (reclaim() == ReclaimPolicy.Delete && !copies.isEmpty()) {
            return wait("older copies of its data are being removed from node " + Elsewhere.told(copies));
        }
        boolean bound = volume.status() != null && volume.status().dockerVolume() != null;
        return switch (seen.place()) {
            case Unbound() -> release();
            case NoNode(String node) ->
                bound
                        ? release(Note.warning(
                                "LeftBehind",
                                "There is no Node %s; Docker volume %s on it is left as it is".formatted(node, name)))
                        : release();
            case Away(String node, String why)
            when bound && !copies.isEmpty() ->
                wait(
                        ("node %s cannot be asked, so its data there cannot be listed, and a new Volume of this name would take"
                                        + " the older copy on node %s for it: %s")
                                .formatted(node, Elsewhere.told(copies), why));
            case Away(String node, String why) ->
                bound && reclaim() == ReclaimPolicy.Delete
                        ? wait("its data on node %s cannot be removed now: %s".formatted(node, why))
                        : release();
            case Reached at when !bound -> release();
            case Reached at -> reclaim() == ReclaimPolicy.Delete ? remove(at) : retain(at);
        };
    }

    private ReclaimPolicy reclaim() {
        return volume.spec().reclaimPolicy();
    }

    private VolumePlan remove(Reached at) {
        List<String> left = left(at);
        if (!left.isEmpty()) {
            List<HostAction> actions = left.stream()
                    .<HostAction>map(docker -> new RemoveVolume(docker, seen.installation()))
                    .toList();
            return VolumePlan.act(
                    status("its data is being removed"),
                    actions,
                    Note.normal("Removed", "Removed Docker volume %s from node %s".formatted(name, at.node())));
        }
        return at.wanted().isEmpty()
                ? release()
                : release(Note.normal(
                        "Kept",
                        "Docker volume %s was not made by Roadstead and stays on node %s".formatted(name, at.node())));
    }

    /** What it has and what it had before; not what an earlier Volume of its name left, which is retained. */
    private List<String> left(Reached at) {
        Stream<String> had = at.own().stream()
                .map(EngineVolume::name)
                .filter(docker -> RetainedVolumes.has(volume, at.node(), docker));
        Stream<String> has = at.wanted().filter(this::isOurs).map(EngineVolume::name).stream();
        return Stream.concat(has, had).distinct().toList();
    }

    private boolean isOurs(EngineVolume docker) {
        return seen.installation().equals(docker.labels().get(Labels.MANAGED_BY));
    }

    /** Only when it is listed: a new Volume of the name is bound to where that list says the data is. */
    private VolumePlan retain(Reached at) {
        if (at.wanted().filter(this::isOurs).isEmpty()) {
            return release();
        }
        if (!at.listed()) {
            return VolumePlan.rest(
                    status("its data stays on node " + at.node() + " and is being listed"), ContainerPlanner.SOON);
        }
        return release(Note.normal(
                "Retained",
                ("Docker volume %s stays on node %s; roadstead volume retained lists it, and a new Volume of this name"
                                + " uses it%s")
                        .formatted(name, at.node(), isFilled(at) ? " when its source.dockerVolume names it" : "")));
    }

    private static boolean isFilled(Reached at) {
        return at.wanted()
                .filter(docker -> docker.labels().containsKey(Labels.FILLED))
                .isPresent();
    }

    private VolumePlan wait(String message) {
        return VolumePlan.rest(status(message), VolumePlanner.LATER);
    }

    private VolumePlan release(Note... notes) {
        return VolumePlan.release(status("it is being deleted"), notes);
    }

    private Volume.Status status(String message) {
        return new VolumeStatus(seen).of(Condition.Status.False, Reasons.DELETING, message);
    }
}
