package dev.roadstead.controller.plan.restore;

import dev.roadstead.controller.plan.transfer.DataAction;
import dev.roadstead.controller.plan.transfer.DataAction.Part;
import dev.roadstead.controller.plan.transfer.FreshVolume;
import dev.roadstead.controller.plan.transfer.Subject;
import dev.roadstead.controller.plan.transfer.TransferSnapshot;
import dev.roadstead.controller.plan.transfer.Work;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.AccessMode;
import dev.roadstead.model.Volume.ReclaimPolicy;
import dev.roadstead.model.VolumeRestore.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what is to be done about a VolumeRestore. */
public final class RestorePlanner {
    /** A status is told as often as somebody may look at it. */
    private static final Duration WHILE_COPYING = Duration.ofSeconds(2);

    private static final Duration WHILE_WAITING = Duration.ofSeconds(10);

    private final RestoreSnapshot seen;
    private final RestoreStatus status;

    private RestorePlanner(RestoreSnapshot seen) {
        this.seen = seen;
        this.status = new RestoreStatus(seen);
    }

    /** Pure: the same snapshot gives the same plan. */
    public static RestorePlan plan(RestoreSnapshot snapshot) {
        return new RestorePlanner(snapshot).decide();
    }

    /** Whether what is to be restored has to be looked up for a plan. */
    public static boolean needsSubject(RestoreSnapshot snapshot) {
        return !snapshot.restore().metadata().deleting()
                && new RestoreStatus(snapshot).phase() == Phase.Pending
                && isHeld(snapshot);
    }

    private static boolean isHeld(RestoreSnapshot snapshot) {
        return snapshot.restore().metadata().finalizers().contains(Labels.RESTORE_FINALIZER);
    }

    private RestorePlan decide() {
        Phase phase = status.phase();
        if (seen.restore().metadata().deleting() || phase == Phase.Completed || phase == Phase.Failed) {
            return status.tidied(isHeld(seen) ? tidying(phase) : List.of());
        }
        if (!isHeld(seen)) {
            return status.waits(Phase.Pending, "Accepted", "It is looked at.", WHILE_COPYING, new DataAction.Hold());
        }
        return switch (phase) {
            case Pending -> begin();
            case Swapping -> new SwapPlanner(seen, status).decide();
            default -> copy();
        };
    }

    /** What it stopped runs again, and what it filled for nobody goes. */
    private List<DataAction> tidying(Phase phase) {
        List<DataAction> actions = new ArrayList<>();
        actions.add(new DataAction.DropWork());
        seen.users().toRelease().forEach(container -> actions.add(new DataAction.Resume(container)));
        String filled = seen.dockerVolume();
        String node = filled == null
                ? null
                : Objects.requireNonNull(seen.restore().status()).nodeName();
        boolean inUse = phase == Phase.Completed || isSwitched() || isTakenOver(seen.volume());
        if (filled != null && node != null && !inUse && seen.restore().spec().replaced() == null) {
            actions.add(new DataAction.RemoveFilled(node, filled));
        }
        actions.add(new DataAction.LetGo());
        return actions;
    }

    private RestorePlan begin() {
        Volume volume = seen.volume();
        if (seen.swaps() && volume == null) {
            return status.failed(
                    "NoSuchVolume",
                    "There is no Volume " + seen.volumeName() + " to swap; restore with mode NewVolume makes it.");
        }
        if (!seen.swaps() && volume != null) {
            return status.failed(
                    "AlreadyExists",
                    "There is a Volume " + seen.volumeName() + " already; choose another name for the new one, or mode"
                            + " Swap to replace its data.");
        }
        if (seen.rival() != null) {
            return waits(
                    "Waiting",
                    "%s works with Volume %s; this restore begins when it is done."
                            .formatted(seen.rival(), seen.volumeName()));
        }
        if (volume != null && !volume.spec().driverOptions().isEmpty()) {
            return status.failed(
                    "NotSwappable",
                    "The data of Volume " + seen.volumeName()
                            + " is where its driverOptions say, and nothing else can take"
                            + " its place; restore with mode NewVolume.");
        }
        if (volume != null && TransferSnapshot.dataOf(volume) == null) {
            return waits("VolumeNotReady", "Volume " + seen.volumeName() + " has no data yet that could be swapped.");
        }
        return switch (seen.subject()) {
            case Subject.Refused(String reason, String message) -> status.failed(reason, message);
            case Subject.Awaited(String reason, String message) -> waits(reason, message);
            case Subject.Original original -> throw new IllegalArgumentException(original + " is no backup");
            case Subject.Settled() -> waits("Accepted", "It is looked at.");
            case Subject.Kept(Volume.Replaced kept) -> giveBack(Objects.requireNonNull(volume), kept);
            case Subject.Backup backup -> claim(backup, volume);
        };
    }

    /** There is nothing to be read or compared: it was the Volume's data and nobody has used it since. */
    private RestorePlan giveBack(Volume volume, Volume.Replaced kept) {
        String node = TransferSnapshot.nodeOf(volume);
        if (!kept.nodeName().equals(node)) {
            return status.failed(
                    "OnAnotherNode",
                    "Docker volume %s is on node %s and Volume %s on %s; move the Volume there first."
                            .formatted(kept.dockerVolume(), kept.nodeName(), seen.volumeName(), node));
        }
        String message = "Docker volume " + kept.dockerVolume() + " is given back as it was kept.";
        return status.target(kept.nodeName(), kept.dockerVolume())
                .holds(RestoreStatus.VERIFIED, "Kept", message)
                .goesOn(Phase.Swapping, "Swapping", message, List.of());
    }

    private RestorePlan claim(Subject.Backup backup, @Nullable Volume volume) {
        String node = volume == null ? chosenNode(backup) : TransferSnapshot.nodeOf(volume);
        if (node == null) {
            return status.failed(
                    "NoNode",
                    "The backup was made on a node that is not here; say in target.nodeName which one of %s gets it."
                            .formatted(String.join(", ", seen.nodes())));
        }
        if (!seen.nodes().contains(node)) {
            return status.failed("NoNode", "There is no Node " + node + ".");
        }
        Set<String> taken = seen.taken();
        if (taken == null) {
            // It may be another server's node: whoever can ask it goes on.
            return status.target(node, null)
                    .waits(
                            Phase.Pending,
                            "NodeUnreachable",
                            "Node " + node + " cannot be asked now which Docker volumes it has.",
                            WHILE_WAITING);
        }
        String fresh = FreshVolume.name(seen.namespace(), seen.volumeName(), taken);
        String from = backup.origin() == null ? "" : ", " + backup.origin();
        return status.target(node, fresh)
                .goesOn(
                        Phase.Verifying,
                        "Verifying",
                        "Backup %s of %s in %s%s is read and compared with its manifest."
                                .formatted(backup.id().substring(0, 8), backup.of(), backup.repository(), from),
                        List.of());
    }

    private @Nullable String chosenNode(Subject.Backup backup) {
        String wanted = seen.restore().spec().target().nodeName();
        return wanted == null ? backup.node() : wanted;
    }

    private RestorePlan copy() {
        if (isTakenOver(seen.volume())) {
            return status.holds(RestoreStatus.VERIFIED, "Verified", VERIFIED)
                    .completed("Volume " + seen.volumeName() + " has what was restored.", new DataAction.DropWork());
        }
        Phase phase = status.phase();
        String node = Objects.requireNonNull(
                Objects.requireNonNull(seen.restore().status()).nodeName());
        String filled = Objects.requireNonNull(seen.dockerVolume());
        return switch (seen.work()) {
            case Work.None _, Work.Ahead _ ->
                status.waits(
                        Phase.Verifying,
                        "Verifying",
                        "The backup is read and compared with its manifest.",
                        WHILE_COPYING,
                        new DataAction.StartWork(node, filled, Part.ALL));
            case Work.InLine(int before) ->
                status.waits(
                        phase,
                        "Waiting",
                        "%d other copies on node %s come before this one.".formatted(before, node),
                        WHILE_WAITING,
                        new DataAction.StartWork(node, filled, Part.ALL));
            case Work.Active(Work.Step step, long bytes) -> progress(step, bytes, node);
            case Work.Failed failed -> failed(failed, phase, new DataAction.StartWork(node, filled, Part.ALL));
            case Work.Done(long bytes) -> filled(bytes, node, filled);
        };
    }

    /** Nothing has changed yet, so what may go away by itself is given all the time that it needs. */
    private RestorePlan failed(Work.Failed failed, Phase phase, DataAction again) {
        if (!failed.passing()) {
            return status.failed(failed.reason(), failed.message());
        }
        DataAction[] actions = failed.isOver(seen.now()) ? new DataAction[] {again} : new DataAction[0];
        return status.waits(phase, failed.reason(), failed.message(), WHILE_WAITING, actions);
    }

    private RestorePlan progress(Work.Step step, long bytes, String node) {
        return switch (step) {
            case VERIFY ->
                status.waits(
                        Phase.Verifying,
                        "Verifying",
                        "The backup is read and compared with its manifest.",
                        WHILE_COPYING);
            case FILL ->
                status.bytes(bytes)
                        .waits(
                                Phase.Restoring,
                                "Restoring",
                                "A new Docker volume on node " + node + " is filled.",
                                WHILE_COPYING);
            case COMPARE ->
                status.waits(
                        Phase.Restoring,
                        "Comparing",
                        "What was restored is read back and compared with the backup.",
                        WHILE_COPYING);
        };
    }

    private static final String VERIFIED = "All of the backup was read, restored, read back, and found the same.";

    private RestorePlan filled(long bytes, String node, String filled) {
        if (!seen.swaps() && seen.volume() != null) {
            return status.failed(
                    "AlreadyExists",
                    "Somebody made a Volume " + seen.volumeName() + " meanwhile; it is left as it is.");
        }
        status.bytes(bytes).holds(RestoreStatus.VERIFIED, "Verified", VERIFIED);
        if (seen.swaps()) {
            return status.goesOn(
                    Phase.Swapping,
                    "Swapping",
                    "The containers that use Volume " + seen.volumeName() + " are stopped.",
                    List.of(new DataAction.DropWork()));
        }
        return status.goesOn(
                Phase.Restoring,
                "Restoring",
                "Volume " + seen.volumeName() + " is made of what was restored.",
                List.of(new DataAction.CreateVolume(newVolume(node, filled))));
    }

    /** It takes over what was filled as it is; how it is backed up is for its owner to say. */
    private Volume newVolume(String node, String filled) {
        Volume.Spec was = seen.original();
        var spec = new Volume.Spec(
                was == null ? null : was.size(),
                node,
                "local",
                Map.of(),
                was == null ? ReclaimPolicy.Retain : was.reclaimPolicy(),
                was == null ? AccessMode.ReadWriteOnce : was.accessMode(),
                new Volume.Source(filled, null, null, null),
                null);
        return new Volume(
                ObjectMeta.toCreate(seen.namespace(), seen.volumeName(), Map.of(), List.of(), List.of()), spec, null);
    }

    /** Whether the new Volume was made by this restore. */
    private boolean isTakenOver(@Nullable Volume volume) {
        return volume != null
                && !seen.swaps()
                && volume.spec().source() != null
                && volume.spec().source().dockerVolume() != null
                && volume.spec().source().dockerVolume().equals(seen.dockerVolume());
    }

    private boolean isSwitched() {
        Volume volume = seen.volume();
        return volume != null
                && seen.dockerVolume() != null
                && seen.dockerVolume().equals(TransferSnapshot.dataOf(volume));
    }

    private RestorePlan waits(String reason, String message) {
        return status.waits(Phase.Pending, reason, message, WHILE_WAITING);
    }
}
