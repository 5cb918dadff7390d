package dev.roadstead.controller.plan.transfer;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Replaced;
import dev.roadstead.model.Volume.Status;
import dev.roadstead.model.Volume.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statuses of a Volume around the one write that gives it other data. */
public final class Switch {
    /** Why what is no whole copy is among what was replaced. */
    public static final String UNFINISHED = "unfinished copy";

    /** What is about to be given back must not be removed meanwhile. */
    private static final Duration WHILE_GIVEN_BACK = Duration.ofHours(1);

    private Switch() {}

    /**
     * The Volume with other data; what it had is kept.
     *
     * @param reason what replaces it: {@code VolumeRestore/before-upgrade}
     * @param keptUntil when the old one may be removed
     */
    public static Status to(Volume volume, String node, String dockerVolume, String reason, Instant keptUntil) {
        Status was = Objects.requireNonNull(volume.status());
        List<Replaced> replaced = new ArrayList<>(was.replaced());
        replaced.removeIf(
                old -> old.dockerVolume().equals(dockerVolume) && old.nodeName().equals(node));
        if (was.dockerVolume() != null && was.nodeName() != null) {
            replaced.add(new Replaced(
                    was.dockerVolume(), was.nodeName(), reason, keptUntil.truncatedTo(ChronoUnit.SECONDS)));
        }
        return with(was, node, dockerVolume, null, replaced);
    }

    /** The Volume's first data. */
    public static Status first(Volume volume, String node, String dockerVolume) {
        return with(statusOf(volume), node, dockerVolume, null, statusOf(volume).replaced());
    }

    /** The same data, and a copy that is of no use and could not be removed: it goes when its node can be asked. */
    public static Status leaving(Status was, String node, String dockerVolume, Instant now) {
        List<Replaced> replaced = new ArrayList<>(was.replaced());
        replaced.removeIf(
                old -> old.dockerVolume().equals(dockerVolume) && old.nodeName().equals(node));
        replaced.add(new Replaced(dockerVolume, node, UNFINISHED, now.truncatedTo(ChronoUnit.SECONDS)));
        return with(was, was.nodeName(), was.dockerVolume(), was.transfer(), replaced);
    }

    /** The same data, and this copy under way; none when it is null. */
    static Status transfer(Status was, @Nullable Transfer transfer) {
        return with(was, was.nodeName(), was.dockerVolume(), transfer, was.replaced());
    }

    /** With what is to be given back kept for long enough; empty when it is already, or is none that was replaced. */
    public static Optional<Status> prolonged(Volume volume, String dockerVolume, Instant now) {
        Status was = Objects.requireNonNull(volume.status());
        Instant enough = now.plus(WHILE_GIVEN_BACK.dividedBy(2));
        boolean tooShort = was.replaced().stream()
                .anyMatch(old -> old.dockerVolume().equals(dockerVolume)
                        && old.keptUntil().isBefore(enough));
        if (!tooShort) {
            return Optional.empty();
        }
        Instant longer = now.plus(WHILE_GIVEN_BACK).truncatedTo(ChronoUnit.SECONDS);
        List<Replaced> replaced = was.replaced().stream()
                .map(old -> old.dockerVolume().equals(dockerVolume)
                        ? new Replaced(old.dockerVolume(), old.nodeName(), old.reason(), longer)
                        : old)
                .toList();
        return Optional.of(with(was, was.nodeName(), was.dockerVolume(), was.transfer(), replaced));
    }

    /** The same with other conditions. */
    static Status conditions(Status was, List<Condition> conditions) {
        return new Status(
                was.observedGeneration(),
                was.nodeName(),
                was.dockerVolume(),
                was.usedBytes(),
                was.measuredAt(),
                was.sizeEnforcement(),
                was.usedBy(),
                was.transfer(),
                was.replaced(),
                was.lastBackup(),
                was.lastVerified(),
                conditions);
    }

    /** Its status; an empty one while it has none. */
    static Status statusOf(Volume volume) {
        return volume.status() == null
                ? new Status(null, null, null, null, null, null, List.of(), null, List.of(), null, null, List.of())
                : volume.status();
    }

    private static Status with(
            Status was,
            @Nullable String node,
            @Nullable String dockerVolume,
            @Nullable Transfer transfer,
            List<Replaced> replaced) {
        return new Status(
                was.observedGeneration(),
                node,
                dockerVolume,
                was.usedBytes(),
                was.measuredAt(),
                was.sizeEnforcement(),
                was.usedBy(),
                transfer,
                replaced,
                was.lastBackup(),
                was.lastVerified(),
                was.conditions());
    }
}
