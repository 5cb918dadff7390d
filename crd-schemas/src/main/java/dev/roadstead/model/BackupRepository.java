package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.OneOf;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Size;
import dev.roadstead.model.Node.SecretRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where backups lie. */
@Doc("Where backups lie: a directory of the server or S3-compatible storage. In the format of restic.")
@Kind(
        plural = "backuprepositories",
        namespaced = false,
        shortNames = "brepo",
        columns = {
            @Column(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status"),
            @Column(name = "Status", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason"),
            @Column(name = "Backups", jsonPath = ".status.backups", type = "integer"),
            @Column(name = "Stored", jsonPath = ".status.storedBytes", format = "bytes"),
            @Column(name = "Last-Check", jsonPath = ".status.lastCheck", type = "date"),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date"),
            @Column(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Ready\")].message", priority = 1)
        })
public record BackupRepository(
        ObjectMeta metadata,
        @Doc("Where it is and what encrypts it.") Spec spec,
        @Doc("What is known of it.") @Nullable Status status)
        implements Resource {

    /** Where it is and what encrypts it. */
    @OneOf({"local", "s3"})
    public record Spec(
            @Doc("A directory of the machine that the server runs on.") @Nullable
            Local local,

            @Doc("A bucket of S3-compatible storage.") @Nullable
            S3 s3,

            @Doc("What encrypts it.") @Default("{}") Encryption encryption) {}

    /** A directory. */
    public record Local(
            @Doc("Absolute path, made when it is not there.") @Pattern("^/.*[^/]$") @Size(max = 4096)
            String path) {}

    /** A bucket. */
    public record S3(
            @Doc("Address of the service, such as https://s3.example.com; that of AWS when absent.")
            @Nullable
            @Pattern("^https?://[^\\s/?#@]+/?$")
            @Size(max = 2048)
            String endpoint,

            @Doc("The bucket; it must exist.") @Pattern("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")
            String bucket,

            @Doc("Put before every object's name, without a slash at the end.")
            @Nullable
            @Pattern("^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$")
            @Size(max = 512)
            String prefix,

            @Doc("Region.") @Default("\"us-east-1\"") @Size(min = 1, max = 64)
            String region,

            @Doc("Whether the bucket is part of the path and not of the host's name.") @Default("true")
            boolean pathStyle,

            @Doc("Secret with accessKeyId and secretAccessKey.")
            SecretRef secretRef) {}

    /** What encrypts it. */
    public record Encryption(
            @Doc("Secret with key password; when absent, one is generated into Secret"
                    + " roadstead-system/backup-<name>. Keep a copy of it elsewhere: without it every backup is lost.")
            @Nullable
            SecretRef secretRef) {}

    /** What is known of it. */
    public record Status(
            @Doc("The metadata.generation that this status describes.") @Nullable
            Long observedGeneration,

            @Doc("The repository's own id.") @Nullable String id,

            @Doc("Secret that has the password.") @Nullable SecretRef passwordSecret,

            @Doc("How many backups it holds.") @Nullable Integer backups,
            @Doc("Bytes that it takes up.") @Nullable Quantity storedBytes,

            @Doc("When its indexes, packs and manifests were last compared and found right.") @Nullable
            Instant lastStructureCheck,

            @Doc("When all of it was last read and found right.") @Nullable
            Instant lastCheck,

            @Doc("Ready and Whole, and why not.") @MapList("type")
            List<Condition> conditions) {}
}
