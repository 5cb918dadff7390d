package dev.roadstead.controller.plan;

import dev.roadstead.model.Labels;
import dev.roadstead.model.Volume;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Draws up what a Docker volume is created from. */
public final class VolumeBlueprints {
    private VolumeBlueprints() {}

    /** {@code dockerVolume} is its name, see {@link Names#dockerVolume}. */
    public static VolumeBlueprint of(Volume volume, String dockerVolume, String installation, PolicyLevel policy) {
        return new VolumeBlueprint(
                dockerVolume,
                volume.spec().driver(),
                options(volume.spec()),
                Map.of(
                        Labels.MANAGED_BY,
                        installation,
                        Labels.NAMESPACE,
                        Objects.requireNonNull(volume.metadata().namespace()),
                        Labels.VOLUME,
                        volume.metadata().name()),
                policy);
    }

    /** Memory gets the size that the Volume has, unless its options say one themselves. */
    private static Map<String, String> options(Volume.Spec spec) {
        Map<String, String> options = spec.driverOptions();
        if (spec.size() == null || !VolumePolicy.isTmpfs(spec.driver(), options) || VolumePolicy.hasSize(options)) {
            return options;
        }
        Map<String, String> sized = new HashMap<>(options);
        sized.merge("o", "size=" + spec.size().value(), (before, size) -> before + "," + size);
        return Map.copyOf(sized);
    }

    /** Whether the engine, or rather its kernel, keeps it within its size. */
    static boolean isSizeEnforced(Volume.Spec spec) {
        return VolumePolicy.isTmpfs(spec.driver(), spec.driverOptions());
    }

    /** Whether a Docker volume was made for this Volume, or for an earlier one of its name. */
    public static boolean isOf(Volume volume, EngineVolume docker, String installation) {
        return installation.equals(docker.labels().get(Labels.MANAGED_BY))
                && Objects.equals(volume.metadata().namespace(), docker.labels().get(Labels.NAMESPACE))
                && volume.metadata().name().equals(docker.labels().get(Labels.VOLUME));
    }
}
