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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Data that outlives containers: a Docker volume on one node. */
@Doc("Data that outlives containers: a Docker volume on one node.")
@Kind(
        plural = "volumes",
        shortNames = "vol",
        quotaAmounts = {"requests.storage=spec.size"},
        columns = {
            @Column(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status"),
            @Column(name = "Status", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason"),
            @Column(name = "Node", jsonPath = ".status.nodeName"),
            @Column(name = "Used", jsonPath = ".status.usedBytes", format = "bytes"),
            @Column(name = "Size", jsonPath = ".spec.size"),
            @Column(name = "Last-Proven-Restore", jsonPath = ".status.lastVerified", type = "date"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Last-Backup", jsonPath = ".status.lastBackup.completedAt", type = "date", priority = 1),
            @Column(name = "Docker-Volume", jsonPath = ".status.dockerVolume", priority = 1),
            @Column(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
        })
public record Volume(
        ObjectMeta metadata,
        @Doc("What is wanted.") Spec spec,
        @Doc("What is.") @Nullable Status status) implements Resource {

    /** What is wanted. */
    @Rule(
            value = "has(self.source) == has(oldSelf.source) && (!has(self.source) || self.source == oldSelf.source)",
            message =
                    "source is read when the Volume is made and cannot change; make another Volume, or a VolumeRestore"
                            + " with mode Swap")
    public record Spec(
            @Doc("Bytes that it may hold; unlimited when absent. Most drivers cannot enforce it: then more than this is"
                    + " reported by condition WithinSize.")
            @Nullable
            Quantity size,

            @Doc("The node that has it, chosen with the first container that uses it when absent. Changing it moves the"
                    + " data.")
            @Nullable
            @Size(min = 1, max = 253)
            String nodeName,

            @Doc("Docker volume driver; others than local need policy level privileged.")
            @Default("\"local\"")
            @Pattern("^[a-zA-Z0-9][a-zA-Z0-9_.:/-]{0,127}$")
            String driver,

            @Doc(
                    "Options of the driver, as docker volume create takes them: type, device and o of local. They need policy"
                            + " level privileged, but for type tmpfs.")
            @Size(max = 32)
            Map<String, String> driverOptions,

            @Doc("What becomes of the data when the Volume is deleted.") @Default("\"Retain\"")
            ReclaimPolicy reclaimPolicy,

            @Doc("How many containers may use it at once.") @Default("\"ReadWriteOnce\"")
            AccessMode accessMode,

            @Doc("What it is filled with when it is made; empty when absent.") @Nullable
            Source source,

            @Doc("How often it is backed up, where to, and what is kept.") @Nullable
            BackupPolicy backup) {}

    /** What becomes of the data. */
    public enum ReclaimPolicy {
        @Doc(
                "It stays on the node, listed by roadstead volume retained, until a Volume adopts it or someone removes it.")
        Retain,
        @Doc("It is removed with the Volume.")
        Delete
    }

    /** How many containers may use it at once. */
    public enum AccessMode {
        @Doc("One.")
        ReadWriteOnce,
        @Doc("Any number, on its node.")
        ReadWriteMany
    }

    /** What it is filled with. */
    @OneOf({"dockerVolume", "volume", "backup", "archive"})
    public record Source(
            @Doc("An existing Docker volume of spec.nodeName, which is used as it is, without a copy.")
            @Nullable
            @Pattern("^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,254}$")
            String dockerVolume,

            @Doc("Name of another Volume of the namespace, which is copied.") @Nullable @Size(min = 1, max = 253)
            String volume,

            @Doc("Name of a VolumeBackup of the namespace, which is restored.") @Nullable @Size(min = 1, max = 253)
            String backup,

            @Doc("A backup in a repository that this server may know nothing else of.") @Nullable
            Archive archive) {}

    /** A backup by its place. */
    public record Archive(
            @Doc("Name of the BackupRepository.") @Size(min = 1, max = 253)
            String repository,

            @Doc("The backup's id there, as roadstead backup list shows it.") @Pattern("^[a-f0-9]{8,64}$")
            String id) {}

    /** What is. */
    public record Status(
            @Doc("The metadata.generation that this status describes.") @Nullable
            Long observedGeneration,

            @Doc("The node that has the data.") @Nullable String nodeName,

            @Doc("The Docker volume that has the data. It changes when a restore is swapped in or the data moves.")
            @Nullable
            String dockerVolume,

            @Doc("Bytes in it when last measured.") @Nullable
            Quantity usedBytes,

            @Doc("When they were measured.") @Nullable Instant measuredAt,

            @Doc("Whether the engine keeps it within spec.size.") @Nullable
            SizeEnforcement sizeEnforcement,

            @Doc("Names of the containers that use it.") List<String> usedBy,
            @Doc("A copy under way.") @Nullable Transfer transfer,

            @Doc("Docker volumes that were replaced, and until when they are kept.") @MapList("dockerVolume")
            List<Replaced> replaced,

            @Doc("The newest backup that was read back and found right.") @Nullable
            LastBackup lastBackup,

            @Doc("When a restore of a backup was last tried and found the same.") @Nullable
            Instant lastVerified,

            @Doc("Ready, Placed, WithinSize and BackedUp, and why not.") @MapList("type")
            List<Condition> conditions) {}

    /** Who keeps it within its size. */
    public enum SizeEnforcement {
        Enforced,
        NotEnforced
    }

    /** A Docker volume that was replaced. */
    public record Replaced(
            @Doc("Its name.") String dockerVolume,
            @Doc("The node that has it.") String nodeName,

            @Doc("What replaced it: a VolumeRestore or a move.")
            String reason,

            @Doc("When it is removed.") Instant keptUntil) {}

    /** A copy to another node, or of what it is filled with. */
    public record Transfer(
            @Doc("Where it stands.") Phase phase,

            @Doc("The node that it comes from; absent for one that comes from a repository.") @Nullable
            String from,

            @Doc("The node that it goes to.") String to,
            @Doc("The Docker volume that is being filled.") String dockerVolume,
            @Doc("Bytes so far.") @Nullable Quantity bytes,
            @Doc("When it began.") Instant startedAt,
            @Doc("When it came to this phase.") @Nullable Instant phaseSince,
            @Doc("The same in a sentence.") String message) {
        /** Where a copy stands. */
        public enum Phase {
            @Doc("Copied while containers still use it.")
            PreCopying,
            @Doc("Containers are being stopped.")
            Stopping,
            @Doc("Copied while nobody uses it.")
            Copying,
            @Doc("What arrived is compared with what was sent.")
            Verifying,
            @Doc("It is the Volume's data now; containers are being started with it.")
            Starting,
            @Doc("Undone: the data stays where it was.")
            Failed
        }
    }

    /** A backup that can be relied on. */
    public record LastBackup(
            @Doc("Name of the VolumeBackup.") String name,
            @Doc("When its archive was complete.") Instant completedAt) {}
}
