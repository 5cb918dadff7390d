package dev.roadstead.controller.host.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.TmpfsOptions;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.BlueprintMount;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Mounts in docker-java's terms, and what may be in them. Pure. */
final class Mounts {
    /** What Docker takes for a name, and never for a path. */
    private static final Pattern VOLUME_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private Mounts() {}

    /** Null for none: the engine answers nothing for an empty list. */
    static @Nullable List<Mount> of(Blueprint blueprint) {
        return blueprint.mounts().isEmpty()
                ? null
                : blueprint.mounts().stream().map(mount -> of(mount, blueprint)).toList();
    }

    private static Mount of(BlueprintMount mount, Blueprint blueprint) {
        return switch (mount) {
            case BlueprintMount.Tmpfs(String path, long bytes, boolean readOnly) ->
                new Mount()
                        .withType(MountType.TMPFS)
                        .withTarget(path)
                        .withReadOnly(readOnly ? true : null)
                        .withTmpfsOptions(new TmpfsOptions().withSizeBytes(bytes));
            // Anonymous, so that it goes with the container; labelled, so that it is found when it does not.
            case BlueprintMount.Files(String path) ->
                new Mount()
                        .withType(MountType.VOLUME)
                        .withTarget(path)
                        .withVolumeOptions(new VolumeOptions()
                                .withNoCopy(true)
                                .withLabels(Map.of(
                                        Labels.MANAGED_BY,
                                        label(blueprint, Labels.MANAGED_BY),
                                        Labels.CONTAINER_UID,
                                        label(blueprint, Labels.CONTAINER_UID))));
            // An empty volume takes over what the image has at the path, as people know it from Docker.
            case BlueprintMount.Volume(String path, String volume, boolean readOnly) ->
                new Mount()
                        .withType(MountType.VOLUME)
                        .withTarget(path)
                        .withSource(volume)
                        .withReadOnly(readOnly ? true : null);
            case BlueprintMount.HostPath(String path, String source, boolean readOnly) ->
                new Mount()
                        .withType(MountType.BIND)
                        .withTarget(path)
                        .withSource(source)
                        .withReadOnly(readOnly ? true : null);
        };
    }

    private static String label(Blueprint blueprint, String name) {
        return Objects.requireNonNull(blueprint.labels().get(name), name);
    }

    /** Memory and volumes at any level, which {@link MountedVolumes} looks at; the host's paths at privileged only; nothing else at all. */
    static boolean allowed(@Nullable List<Mount> mounts, PolicyLevel level) {
        return mounts == null || mounts.stream().allMatch(mount -> allowed(mount, level));
    }

    private static boolean allowed(Mount mount, PolicyLevel level) {
        return switch (mount.getType()) {
            case TMPFS -> mount.getSource() == null;
            case VOLUME ->
                mount.getVolumeOptions() == null
                        ? mount.getSource() != null
                                && VOLUME_NAME.matcher(mount.getSource()).matches()
                        : mount.getSource() == null && mount.getVolumeOptions().getDriverConfig() == null;
            case BIND -> level == PolicyLevel.PRIVILEGED;
            case null, default -> false;
        };
    }

    /**
     * An image may declare anonymous volumes; those have a name and a driver. Anything else must have been asked for, and
     * the volumes that were asked for must be there.
     */
    static Optional<String> difference(Blueprint asked, InspectContainerResponse created) {
        List<InspectContainerResponse.Mount> mounts = Objects.requireNonNullElse(created.getMounts(), List.of());
        return unasked(asked, mounts)
                .or(() -> asked.mounts().stream()
                        .filter(BlueprintMount.Volume.class::isInstance)
                        .filter(wanted -> mounts.stream().noneMatch(mount -> isThat(wanted, mount)))
                        .map(wanted -> "no volume at " + wanted.path())
                        .findFirst());
    }

    private static Optional<String> unasked(Blueprint asked, List<InspectContainerResponse.Mount> mounts) {
        return mounts.stream()
                .filter(mount -> mount.getName() == null || !"local".equals(mount.getDriver()))
                .filter(mount -> asked.mounts().stream().noneMatch(wanted -> isThat(wanted, mount)))
                .map(mount -> "a mount of " + mount.getSource() + " that nobody asked for")
                .findFirst();
    }

    private static boolean isThat(BlueprintMount wanted, InspectContainerResponse.Mount mount) {
        String path =
                mount.getDestination() == null ? "" : mount.getDestination().getPath();
        String source = Objects.requireNonNullElse(mount.getSource(), "");
        return wanted.path().equals(path)
                && switch (wanted) {
                    case BlueprintMount.Tmpfs _ -> source.isEmpty();
                    case BlueprintMount.HostPath host -> host.source().equals(source);
                    case BlueprintMount.Volume volume ->
                        volume.dockerVolume().equals(mount.getName())
                                && Boolean.valueOf(!volume.readOnly()).equals(mount.getRW());
                    case BlueprintMount.Files _ -> false;
                };
    }
}
