package dev.roadstead.controller.plan.restore;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.transfer.DataAction;
import dev.roadstead.controller.plan.transfer.QuietUsers;
import dev.roadstead.controller.plan.transfer.Switch;
import dev.roadstead.controller.plan.transfer.TransferSnapshot;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeRestore.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a restore during which the containers of the Volume stand still. */
final class SwapPlanner {
    /** Longer than any grace period that is of use; then they run again with the data that they had. */
    private static final Duration STOP_WITHIN = Duration.ofMinutes(5);

    /** How long the restore stays open to see the containers come up. */
    private static final Duration START_WITHIN = Duration.ofMinutes(10);

    private static final Duration SOON = Duration.ofSeconds(1);

    private final RestoreSnapshot seen;
    private final RestoreStatus status;
    private final QuietUsers users;
    private final String fresh;

    SwapPlanner(RestoreSnapshot seen, RestoreStatus status) {
        this.seen = seen;
        this.status = status;
        this.users = seen.users();
        this.fresh = Objects.requireNonNull(seen.dockerVolume());
    }

    RestorePlan decide() {
        Volume volume = seen.volume();
        if (volume == null || volume.metadata().deleting()) {
            return status.failed("NoSuchVolume", "Volume " + seen.volumeName() + " was deleted meanwhile.");
        }
        return fresh.equals(TransferSnapshot.dataOf(volume)) ? start() : stop(volume);
    }

    private RestorePlan stop(Volume volume) {
        String node = Objects.requireNonNull(seen.restore().status()).nodeName();
        if (!Objects.equals(node, TransferSnapshot.nodeOf(volume))) {
            return status.failed(
                    "VolumeMoved",
                    "Volume %s moved to node %s meanwhile; nothing was swapped. Restore again."
                            .formatted(seen.volumeName(), TransferSnapshot.nodeOf(volume)));
        }
        Optional<Volume.Status> longer = Switch.prolonged(volume, fresh, seen.now());
        if (longer.isPresent()) {
            return goesOn(
                    "What is given back is kept meanwhile.", List.of(new DataAction.WriteVolume(volume, longer.get())));
        }
        if (seen.rival() != null || users.other().isPresent()) {
            String other = seen.rival() != null ? seen.rival() : users.other().get();
            return impatient(
                    "%s works with Volume %s; the swap goes on when it is done.".formatted(other, seen.volumeName()));
        }
        if (!users.toStop().isEmpty()) {
            List<DataAction> quiets = users.toStop().stream()
                    .<DataAction>map(container -> new DataAction.Quiet(container, users.stop()))
                    .toList();
            return goesOn("The containers that use Volume " + seen.volumeName() + " are stopped.", quiets);
        }
        if (!users.complete()) {
            return impatient("Containers are being stopped: " + String.join(", ", users.running()) + ".");
        }
        Volume.Status switched = Switch.to(
                volume,
                Objects.requireNonNull(node),
                fresh,
                RestoreSnapshot.purpose(seen.restore()),
                seen.now().plus(seen.restore().spec().keepOldFor()));
        return status.holds(RestoreStatus.SWAPPED, "Swapped", "Volume " + seen.volumeName() + " has what was restored.")
                .goesOn(Phase.Swapping, "Starting", STARTING, List.of(new DataAction.WriteVolume(volume, switched)));
    }

    private static final String STARTING = "The data is switched; the containers are started with it.";

    /** A container that does not stop must not keep the others down for ever. */
    private RestorePlan impatient(String message) {
        Instant since = status.since(RestoreStatus.VERIFIED);
        if (since != null && seen.now().isAfter(since.plus(STOP_WITHIN))) {
            return status.failed(
                    "NotStopped",
                    "Nothing was swapped, and all runs as before: for %d minutes this was in the way: %s"
                            .formatted(STOP_WITHIN.toMinutes(), message));
        }
        return goesOn(message, List.of());
    }

    private RestorePlan start() {
        if (status.since(RestoreStatus.SWAPPED) == null) {
            // The server was killed between the two writes.
            status.holds(RestoreStatus.SWAPPED, "Swapped", "Volume " + seen.volumeName() + " has what was restored.");
        }
        List<DataAction> resumes = new ArrayList<>();
        users.toRelease().forEach(container -> resumes.add(new DataAction.Resume(container)));
        if (!resumes.isEmpty()) {
            return status.goesOn(Phase.Swapping, "Starting", STARTING, resumes);
        }
        List<String> down = users.all().stream()
                .filter(container -> !isUp(container))
                .map(container -> container.metadata().name())
                .sorted()
                .toList();
        Instant swapped = status.since(RestoreStatus.SWAPPED);
        boolean late = swapped != null && seen.now().isAfter(swapped.plus(START_WITHIN));
        if (!down.isEmpty() && !late) {
            return status.waits(
                    Phase.Swapping, "Starting", STARTING + " Not ready yet: " + String.join(", ", down) + ".", SOON);
        }
        String kept = keptUntil();
        return status.completed("Volume %s has what was restored%s%s"
                .formatted(
                        seen.volumeName(),
                        kept == null ? "." : "; what it had before is kept until " + kept + ".",
                        down.isEmpty()
                                ? ""
                                : " These containers do not get ready with it: " + String.join(", ", down)
                                        + ". See kubectl describe; roadstead volume restore --undo goes back."));
    }

    private @Nullable String keptUntil() {
        String reason = RestoreSnapshot.purpose(seen.restore());
        return Objects.requireNonNull(Objects.requireNonNull(seen.volume()).status()).replaced().stream()
                .filter(replaced -> replaced.reason().equals(reason))
                .map(replaced -> replaced.keptUntil().toString())
                .findFirst()
                .orElse(null);
    }

    /** As it is to be: what is stopped by its spec stays so. */
    private static boolean isUp(Container container) {
        if (container.metadata().deleting() || container.spec().desiredState() == DesiredState.Stopped) {
            return true;
        }
        Container.Status now = container.status();
        return now != null
                && Objects.equals(now.observedGeneration(), container.metadata().generation())
                && Conditions.isTrue(now.conditions(), "Ready");
    }

    private RestorePlan goesOn(String message, List<DataAction> actions) {
        return status.waits(Phase.Swapping, "Swapping", message, SOON, actions.toArray(DataAction[]::new));
    }
}
