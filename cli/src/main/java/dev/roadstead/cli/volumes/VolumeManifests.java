package dev.roadstead.cli.volumes;

import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.AccessMode;
import dev.roadstead.model.Volume.ReclaimPolicy;
import dev.roadstead.model.Volume.Source;
import dev.roadstead.model.Volume.Spec;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Volumes that take over a Docker volume. Pure. */
public final class VolumeManifests {
    private static final int LONGEST_NAME = 40;

    private VolumeManifests() {}

    /** The Volume that has this Docker volume of this node, without a copy. */
    public static Volume importing(
            String namespace, String name, String node, String dockerVolume, ReclaimPolicy reclaim) {
        Spec spec = new Spec(
                null,
                node,
                "local",
                Map.of(),
                reclaim,
                AccessMode.ReadWriteOnce,
                new Source(dockerVolume, null, null, null),
                null);
        return new Volume(ObjectMeta.toCreate(namespace, name, Map.of(), List.of(), List.of()), spec, null);
    }

    /** A name that the API accepts, made of one that Docker does. */
    public static String name(String dockerVolume) {
        String plain = dockerVolume
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String shortened =
                plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME).replaceAll("-$", "") : plain;
        return shortened.isEmpty() ? "unnamed" : shortened;
    }
}
