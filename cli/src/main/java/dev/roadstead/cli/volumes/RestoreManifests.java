package dev.roadstead.cli.volumes;

import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Archive;
import dev.roadstead.model.VolumeRestore;
import dev.roadstead.model.VolumeRestore.Mode;
import dev.roadstead.model.VolumeRestore.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** VolumeRestores as the command line asks for them. Pure. */
public final class RestoreManifests {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private RestoreManifests() {}

    /** With a name that says of which volume it is and when it was asked for. */
    public static VolumeRestore named(String namespace, String volume, Instant now, VolumeRestore.Spec spec) {
        String name = volume + "-" + TIME.format(now);
        return new VolumeRestore(ObjectMeta.toCreate(namespace, name, Map.of(), List.of(), List.of()), spec, null);
    }

    /** Empty when the archive is not {@code repository/id}. */
    public static Optional<VolumeRestore.Spec> fromBackup(
            @Nullable String backup,
            @Nullable String archive,
            String volume,
            @Nullable String node,
            boolean swap,
            List<String> paths,
            Duration keepOld) {
        Archive place = archive == null ? null : archive(archive);
        if (archive != null && place == null) {
            return Optional.empty();
        }
        Target target = new Target(volume, swap ? Mode.Swap : Mode.NewVolume, node);
        return Optional.of(new VolumeRestore.Spec(backup, place, null, target, paths, keepOld));
    }

    private static @Nullable Archive archive(String text) {
        int slash = text.lastIndexOf('/');
        return slash < 1 || slash == text.length() - 1
                ? null
                : new Archive(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Gives back what was replaced last; empty when nothing is kept on the Volume's node. */
    public static Optional<VolumeRestore.Spec> undo(Volume volume, Duration keepOld) {
        Volume.Status status = volume.status();
        List<Volume.Replaced> kept = status == null
                ? List.of()
                : status.replaced().stream()
                        .filter(old -> old.nodeName().equals(status.nodeName()))
                        .toList();
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(new VolumeRestore.Spec(
                        null,
                        null,
                        kept.getLast().dockerVolume(),
                        new Target(volume.metadata().name(), Mode.Swap, null),
                        List.of(),
                        keepOld));
    }
}
