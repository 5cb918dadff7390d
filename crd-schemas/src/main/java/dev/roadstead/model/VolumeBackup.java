package dev.roadstead.model;

import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import dev.roadstead.model.BackupPolicy.Consistency;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One backup of one Volume. */
@Doc("One backup of one Volume. Deleting it deletes the backup.")
@Kind(
        plural = "volumebackups",
        shortNames = "vbk",
        columns = {
            @Column(name = "Volume", jsonPath = ".spec.volume"),
            @Column(name = "Phase", jsonPath = ".status.phase"),
            @Column(name = "Verified", jsonPath = ".status.conditions[?(@.type==\"Verified\")].status"),
            @Column(name = "Files", jsonPath = ".status.files", type = "integer"),
            @Column(name = "Size", jsonPath = ".status.bytes", format = "bytes"),
            @Column(name = "Stored", jsonPath = ".status.storedBytes", format = "bytes"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Id", jsonPath = ".status.id", priority = 1),
            @Column(name = "Message", jsonPath = ".status.message", priority = 1)
        })
public record VolumeBackup(
        ObjectMeta metadata,
        @Doc("What is backed up.") Spec spec,
        @Doc("What became of it.") @Nullable Status status) implements Resource {

    /** What is backed up. */
    @Rule(value = "self == oldSelf", message = "a VolumeBackup never changes; make another one")
    public record Spec(
            @Doc("Name of the Volume.") @Size(min = 1, max = 253)
            String volume,

            @Doc("Name of the BackupRepository; that of the Volume's backup policy when absent.")
            @Nullable
            @Size(min = 1, max = 253)
            String repository,

            @Doc("What is done to the containers meanwhile; as the Volume's backup policy says when absent, else Hot.")
            @Nullable
            Consistency consistency,

            @Doc("Name of the NamespaceBackup that it is part of.") @Nullable @Size(min = 1, max = 253)
            String group) {}

    /** What became of it. */
    public record Status(
            @Doc("Where it stands.") Phase phase,
            @Doc("The same in a sentence.") String message,
            @Doc("When it began.") @Nullable Instant startedAt,
            @Doc("When it ended.") @Nullable Instant completedAt,

            @Doc("What was really done to the containers meanwhile.") @Nullable
            Consistency consistency,

            @Doc("Its id in the repository: restic's snapshot id.") @Nullable
            String id,

            @Doc("Name of the BackupRepository that has it.") @Nullable
            String repository,

            @Doc("Files, directories and links in it.") @Nullable
            Long files,

            @Doc("Bytes of the files.") @Nullable Quantity bytes,

            @Doc("Bytes that it added to the repository.") @Nullable
            Quantity storedBytes,

            @Doc("Files that were younger than the backup's begin: they may have changed while they were read.")
            @Nullable
            Long changedFiles,

            @Doc("SHA-256 over all names, metadata and contents.") @Nullable
            String treeHash,

            @Doc("SHA-256 of the tar stream, in which each file's SHA-256 stands for its content.") @Nullable
            String archiveHash,

            @Doc("When a restore of it was last tried and found the same.") @Nullable
            Instant lastVerified,

            @Doc("Containers that were paused or stopped for it; recorded before, empty once they run again.")
            List<String> quiesced,

            @Doc(
                    "How often it got a place to work in: once, as part of a NamespaceBackup twice; again after a failure or a restart"
                            + " of the server.")
            @Nullable
            Integer starts,

            @Doc("Uploaded, Verified and Plausible, and why not.") @MapList("type")
            List<Condition> conditions) {}

    /** Where it stands. */
    public enum Phase {
        Pending,
        Running,
        Completed,
        Failed
    }
}
