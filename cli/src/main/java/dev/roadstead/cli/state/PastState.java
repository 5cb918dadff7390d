package dev.roadstead.cli.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Makes a state of the past safe to go on from. What it says was under way may have ended since, and what it says is of no
 * use any more may be what a Volume has now: so nothing that is half done is taken up again, and nothing is removed before
 * people had time to look.
 */
final class PastState {
    /** How long data that is on its way out stays, counted from the restore. */
    static final Duration KEPT = Duration.ofDays(7);

    private static final Set<String> OVER = Set.of("Completed", "Failed");

    private final Instant now;

    PastState(Instant now) {
        this.now = now;
    }

    /**
     * Changes an object in place.
     *
     * @param resource plural and group
     */
    void settle(String resource, ObjectNode object) {
        switch (resource) {
            case "volumes.roadstead.dev" -> volume(object);
            case "volumerestores.roadstead.dev" -> restore(object);
            case "containers.roadstead.dev" -> goOn(object);
            default -> {}
        }
    }

    /** A copy begun anew takes a name that is free; one taken up again would empty a Docker volume of that name first. */
    private void volume(ObjectNode volume) {
        if (volume.path("status") instanceof ObjectNode status) {
            status.remove("transfer");
            for (JsonNode replaced : status.path("replaced")) {
                keepLonger((ObjectNode) replaced);
            }
        }
    }

    private void keepLonger(ObjectNode replaced) {
        Instant earliest = now.plus(KEPT);
        if (Instant.parse(replaced.path("keptUntil").asText()).isBefore(earliest)) {
            replaced.put("keptUntil", earliest.toString());
        }
    }

    /** Done again, it would put what was backed up long ago in the place of what there is now. */
    private void restore(ObjectNode restore) {
        ObjectNode status = restore.withObject("/status");
        if (OVER.contains(status.path("phase").asText())) {
            return;
        }
        status.remove("dockerVolume");
        status.put("phase", "Failed")
                .put(
                        "message",
                        "The server was itself restored from a backup that was made while this was under way. See what the"
                                + " Volume has, and make another VolumeRestore if need be.")
                .put("completedAt", now.toString())
                .withArray("conditions");
    }

    /** What it kept still for is over, or keeps it still again. */
    private static void goOn(ObjectNode container) {
        if (container.path("spec") instanceof ObjectNode spec) {
            spec.remove("quiesce");
        }
    }
}
