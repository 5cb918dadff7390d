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

/** Several Volumes of a namespace at one point, and its manifests. */
@Doc("Several Volumes of a namespace at one point, and the namespace's manifests, to be restored together.")
@Kind(
        plural = "namespacebackups",
        shortNames = "nbk",
        columns = {
            @Column(name = "Phase", jsonPath = ".status.phase"),
            @Column(name = "Repository", jsonPath = ".spec.repository"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Id", jsonPath = ".status.id", priority = 1),
            @Column(name = "Message", jsonPath = ".status.message", priority = 1)
        })
public record NamespaceBackup(
        ObjectMeta metadata,
        @Doc("What is backed up.") Spec spec,
        @Doc("What became of it.") @Nullable Status status) implements Resource {

    /** What is backed up. */
    @Rule(value = "self == oldSelf", message = "a NamespaceBackup never changes; make another one")
    public record Spec(
            @Doc("Name of the BackupRepository.") @Size(min = 1, max = 253)
            String repository,

            @Doc("Names of the Volumes; all of the namespace when empty.") @Size(max = 100)
            List<String> volumes,

            @Doc("What is done to all containers that use them meanwhile; Pause when absent.") @Nullable
            Consistency consistency) {}

    /** What became of it. */
    public record Status(
            @Doc("Where it stands.") VolumeBackup.Phase phase,
            @Doc("The same in a sentence.") String message,
            @Doc("When it began.") @Nullable Instant startedAt,
            @Doc("When it ended.") @Nullable Instant completedAt,

            @Doc("Names of its VolumeBackups.") List<String> backups,

            @Doc("Id in the repository of the namespace's manifests.") @Nullable
            String id,

            @Doc("Complete, and why not.") @MapList("type") List<Condition> conditions) {}
}
