package dev.roadstead.controller.trigger;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.VolumeMounts;
import dev.roadstead.controller.plan.VolumePlanner;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Volume;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom a change of a Volume concerns, and which Volumes a change of a Container does. */
public final class VolumeTriggers {
    private final Lister<Application> applications;
    private final Lister<Container> containers;

    /** Both need the index {@code volume}, by key. */
    public VolumeTriggers(Lister<Application> applications, Lister<Container> containers) {
        this.applications = applications;
        this.containers = containers;
    }

    public Set<String> volume(@Nullable Volume before, @Nullable Volume after) {
        return Changes.beyondStatus(before, after) || isElsewhere(before, after)
                ? Set.of(Changes.either(before, after).key())
                : Set.of();
    }

    /** Volumes that it uses, when it comes or goes. */
    public Set<String> container(@Nullable Container before, @Nullable Container after) {
        if (before != null && after != null) {
            return Set.of();
        }
        Container container = Changes.either(before, after);
        Set<String> keys = new LinkedHashSet<>();
        VolumeMounts.names(container.spec().template())
                .forEach(name -> keys.add(container.metadata().namespace() + "/" + name));
        return keys;
    }

    /** Containers that use it, when they may wait for it, or have to leave what they have. */
    public Set<String> containersOf(@Nullable Volume before, @Nullable Volume after) {
        if (!isOther(before, after)) {
            return Set.of();
        }
        Set<String> keys = new LinkedHashSet<>();
        containers
                .byIndex("volume", Changes.either(before, after).key())
                .forEach(container -> keys.add(container.key()));
        return keys;
    }

    /** Applications that use it, when it may say where their containers go. */
    public Set<String> applicationsOf(@Nullable Volume before, @Nullable Volume after) {
        if (!Changes.beyondStatus(before, after) && !isOther(before, after)) {
            return Set.of();
        }
        Set<String> keys = new LinkedHashSet<>();
        applications
                .byIndex("volume", Changes.either(before, after).key())
                .forEach(application -> keys.add(application.key()));
        return keys;
    }

    /** The node that lists what stays of it, when it is deleted. */
    public static Set<String> nodeOf(@Nullable Volume before, @Nullable Volume after) {
        Volume volume = Changes.either(before, after);
        boolean leaves = after == null || (after.metadata().deleting() && Changes.beyondStatus(before, after));
        String node = VolumePlanner.node(volume);
        return leaves && node != null ? Set.of(node) : Set.of();
    }

    private static boolean isOther(@Nullable Volume before, @Nullable Volume after) {
        return isElsewhere(before, after) || isReady(before) != isReady(after);
    }

    private static boolean isElsewhere(@Nullable Volume before, @Nullable Volume after) {
        Volume.Status old = before == null ? null : before.status();
        Volume.Status now = after == null ? null : after.status();
        return before == null
                || after == null
                || !Objects.equals(old == null ? null : old.nodeName(), now == null ? null : now.nodeName())
                || !Objects.equals(old == null ? null : old.dockerVolume(), now == null ? null : now.dockerVolume());
    }

    private static boolean isReady(@Nullable Volume volume) {
        return volume != null
                && volume.status() != null
                && Conditions.isTrue(volume.status().conditions(), "Ready");
    }
}
