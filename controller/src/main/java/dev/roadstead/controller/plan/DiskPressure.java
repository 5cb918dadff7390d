package dev.roadstead.controller.plan;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Node.Disk;
import dev.roadstead.model.Quantity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides whether a node runs out of disk space. Between two marks it stays what it was, so that it does not flap. */
final class DiskPressure {
    static final String TYPE = "DiskPressure";

    private static final int PRESSURE_BELOW_PERCENT = 10;
    private static final int RELIEF_ABOVE_PERCENT = 15;

    /** How long an effect that failed for want of space counts. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private DiskPressure() {}

    /** The conditions with the present judgement among them. */
    static List<Condition> judge(NodeSnapshot seen, List<Condition> before) {
        if (seen.spaceRanOut() != null
                && Duration.between(seen.spaceRanOut(), seen.now()).compareTo(REMEMBERED) < 0) {
            String why =
                    "the engine had no space left on its disk; make room there, with docker system prune for instance";
            return set(seen, before, Condition.Status.True, "NoSpaceLeft", why);
        }
        DiskUse disk = seen.disk();
        if (disk == null || disk.freeBytes() == null || disk.totalBytes() == null || disk.totalBytes() <= 0) {
            return unknown(seen, before);
        }
        long percent = Math.round(100.0 * disk.freeBytes() / disk.totalBytes());
        Condition old = Conditions.find(before, TYPE);
        boolean wasTrue = old != null && old.status() == Condition.Status.True;
        if (percent < PRESSURE_BELOW_PERCENT || (wasTrue && percent < RELIEF_ABOVE_PERCENT)) {
            String why =
                    "less than %d %% of the disk with Docker's data is free; make room there, with docker system prune for instance"
                            .formatted(RELIEF_ABOVE_PERCENT);
            return set(seen, before, Condition.Status.True, "LowDiskSpace", why);
        }
        return set(seen, before, Condition.Status.False, "EnoughSpace", "there is room on the disk with Docker's data");
    }

    /** The last known figures while there are no new ones. */
    static @Nullable Disk disk(NodeSnapshot seen) {
        DiskUse now = seen.disk();
        if (now == null) {
            return seen.node().status() == null ? null : seen.node().status().disk();
        }
        return new Disk(bytes(now.usedBytes()), now.freeBytes() == null ? null : bytes(now.freeBytes()));
    }

    private static List<Condition> unknown(NodeSnapshot seen, List<Condition> before) {
        Condition old = Conditions.find(before, TYPE);
        boolean notLookedYet = seen.disk() == null;
        if (notLookedYet && old != null && !old.reason().equals("NoSpaceLeft")) {
            return before;
        }
        String why = notLookedYet
                ? "the disk has not been looked at yet"
                : "an engine does not say how much of its disk is free, and this one is on another machine";
        return set(seen, before, Condition.Status.Unknown, "FreeSpaceUnknown", why);
    }

    private static List<Condition> set(
            NodeSnapshot seen, List<Condition> before, Condition.Status status, String reason, String message) {
        return Conditions.set(
                before, TYPE, status, reason, message, seen.node().metadata().generation(), seen.now());
    }

    private static Quantity bytes(long count) {
        return Quantity.of(String.valueOf(count));
    }
}
