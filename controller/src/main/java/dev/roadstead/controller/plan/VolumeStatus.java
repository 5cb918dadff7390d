package dev.roadstead.controller.plan;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.SizeEnforcement;
import dev.roadstead.model.Volume.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Projects what was found onto a Volume's status. What backups, restores and moves write there stays as it is. */
public final class VolumeStatus {
    private static final String WITHIN_SIZE = "WithinSize";
    private static final Status NONE =
            new Status(null, null, null, null, null, null, List.of(), null, List.of(), null, null, List.of());

    private final VolumeSnapshot seen;
    private final Status before;

    public VolumeStatus(VolumeSnapshot seen) {
        this.seen = seen;
        this.before = seen.volume().status() == null ? NONE : seen.volume().status();
    }

    /** The data is where it was. */
    public Status of(Condition.Status ready, String reason, String message) {
        return of(before.nodeName(), before.dockerVolume(), ready, reason, message);
    }

    /** The data is there. */
    public Status of(
            @Nullable String node,
            @Nullable String dockerVolume,
            Condition.Status ready,
            String reason,
            String message) {
        Volume.Spec spec = seen.volume().spec();
        Measured usage = seen.usage().orElse(null);
        return new Status(
                seen.volume().metadata().generation(),
                node,
                dockerVolume,
                usage == null ? before.usedBytes() : Quantity.of(String.valueOf(usage.bytes())),
                usage == null ? before.measuredAt() : ContainerStatus.seconds(usage.at()),
                enforcement(spec),
                seen.users().stream()
                        .map(Container::metadata)
                        .map(m -> m.name())
                        .sorted()
                        .toList(),
                before.transfer(),
                before.replaced(),
                before.lastBackup(),
                before.lastVerified(),
                conditions(ready, reason, message, usage));
    }

    private static @Nullable SizeEnforcement enforcement(Volume.Spec spec) {
        if (spec.size() == null) {
            return null;
        }
        return VolumeBlueprints.isSizeEnforced(spec) ? SizeEnforcement.Enforced : SizeEnforcement.NotEnforced;
    }

    private List<Condition> conditions(
            Condition.Status ready, String reason, String message, @Nullable Measured usage) {
        List<Condition> now = set(before.conditions(), "Ready", ready, reason, message);
        Quantity size = seen.volume().spec().size();
        if (size == null) {
            return now.stream().filter(c -> !c.type().equals(WITHIN_SIZE)).toList();
        }
        if (usage == null) {
            return now;
        }
        return usage.bytes() <= size.value()
                ? set(now, WITHIN_SIZE, Condition.Status.True, "WithinSize", "")
                : set(
                        now,
                        WITHIN_SIZE,
                        Condition.Status.False,
                        "SizeExceeded",
                        "it holds more than its size of %s, which its driver does not enforce; remove data, or raise spec.size"
                                .formatted(size));
    }

    private List<Condition> set(
            List<Condition> old, String type, Condition.Status status, String reason, String message) {
        return Conditions.set(
                old, type, status, reason, message, seen.volume().metadata().generation(), seen.now());
    }
}
