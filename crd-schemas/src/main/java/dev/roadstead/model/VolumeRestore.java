package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.OneOf;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import dev.roadstead.model.Volume.Archive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One restore of one backup. */
@Doc("One restore of one backup: everything is verified before a container sees any of it.")
@Kind(
        plural = "volumerestores",
        shortNames = "vrs",
        columns = {
            @Column(name = "Volume", jsonPath = ".spec.target.volume"),
            @Column(name = "Mode", jsonPath = ".spec.target.mode"),
            @Column(name = "Phase", jsonPath = ".status.phase"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Message", jsonPath = ".status.message", priority = 1)
        })
public record VolumeRestore(
        ObjectMeta metadata,
        @Doc("What is restored, and where to.") Spec spec,
        @Doc("What became of it.") @Nullable Status status)
        implements Resource {

    /** What is restored, and where to. */
    @OneOf({"backup", "archive", "replaced"})
    @Rule(value = "self == oldSelf", message = "a VolumeRestore never changes; make another one")
    @Rule(
            value = "!has(self.paths) || size(self.paths) == 0 || self.target.mode == 'NewVolume'",
            message = "paths need mode NewVolume: a Volume swapped for a part of itself would lose the rest")
    @Rule(
            value = "!has(self.replaced) || self.target.mode == 'Swap'",
            message = "replaced needs mode Swap: what a Volume had before is given back to it")
    public record Spec(
            @Doc("Name of a VolumeBackup of the namespace.") @Nullable @Size(min = 1, max = 253)
            String backup,

            @Doc("A backup in a repository. Its id is needed in full when it is of another namespace or installation.")
            @Nullable
            Archive archive,

            @Doc("A Docker volume of the Volume's status.replaced, to undo what replaced it.")
            @Nullable
            @Size(min = 1, max = 255)
            String replaced,

            @Doc("Where to.") Target target,

            @Doc("Only these paths of the volume, and what is below them; all when empty.")
            @Size(max = 100)
            @Pattern("^[^/\\x00][^\\x00]*$")
            List<String> paths,

            @Doc("How long the volume that was swapped out is kept.") @Default("\"24h\"")
            Duration keepOldFor) {}

    /** Where to. */
    public record Target(
            @Doc("Name of the Volume of the namespace.") @Size(min = 1, max = 253)
            String volume,

            @Doc("What becomes of the Volume.") @Default("\"NewVolume\"")
            Mode mode,

            @Doc("The node of the new Volume; the one that was backed up when absent and there.")
            @Nullable
            @Size(min = 1, max = 253)
            String nodeName) {}

    /** What becomes of the Volume. */
    public enum Mode {
        @Doc("It is made; there must be none of that name.")
        NewVolume,
        @Doc("It gets what was restored: its containers stop, get the other Docker volume, and start.")
        Swap
    }

    /** What became of it. */
    public record Status(
            @Doc("Where it stands.") Phase phase,
            @Doc("The same in a sentence.") String message,
            @Doc("When it began.") @Nullable Instant startedAt,
            @Doc("When it ended.") @Nullable Instant completedAt,

            @Doc("The node that it is restored on.") @Nullable
            String nodeName,

            @Doc("The Docker volume that is being filled.") @Nullable
            String dockerVolume,

            @Doc("Bytes restored so far.") @Nullable Quantity bytes,

            @Doc("Verified, Swapped and Complete, and why not.") @MapList("type")
            List<Condition> conditions) {}

    /** Where it stands. */
    public enum Phase {
        Pending,
        @Doc("All of the backup is read and compared with its manifest.")
        Verifying,
        @Doc("A new Docker volume is filled, and compared.")
        Restoring,
        @Doc("Containers are stopped, switched and started.")
        Swapping,
        Completed,
        Failed
    }
}
