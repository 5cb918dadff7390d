package dev.roadstead.model;

import dev.roadstead.crd.Doc;
import dev.roadstead.crd.MayBeAbsent;
import dev.roadstead.crd.OneOf;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something mounted into the container. */
@OneOf({"volume", "tmpfs", "secret", "configMap", "hostPath"})
public record Mount(
        @Doc("Absolute path in the container.") @Pattern("^/.*[^/]$") @Size(max = 4096)
        String mountPath,

        @Doc("Whether the container may only read it; false when absent. Files of secrets and configMaps are root's.")
        @MayBeAbsent
        boolean readOnly,

        @Doc("Name of a Volume in the same namespace.") @Nullable @Size(min = 1, max = 253)
        String volume,

        @Doc("Memory that looks like a directory.") @Nullable
        Tmpfs tmpfs,

        @Doc("Keys of a Secret as files, as they are when the container is created.") @Nullable
        FileSource secret,

        @Doc("Keys of a ConfigMap as files, as they are when the container is created.") @Nullable
        FileSource configMap,

        @Doc("A path of the host; policy level privileged only.") @Nullable
        HostPath hostPath) {
    /** Memory that looks like a directory. */
    public record Tmpfs(
            @Doc("Its size in bytes; 64Mi when absent.") @Nullable
            Quantity size) {}

    /** Files made of a Secret's or ConfigMap's keys. */
    public record FileSource(
            @Doc("Name of the Secret or ConfigMap.") @Size(min = 1, max = 253)
            String name,

            @Doc("The keys, and the paths they get; all keys by their own names when absent.") @Size(max = 1000)
            List<Item> items,

            @Doc("Permission bits of the files in octal; 0444 when absent. They belong to the group that user gives by"
                    + " number, else to root's.")
            @Nullable
            @Pattern("^0[0-7]{3}$")
            String mode) {

        /** One file. */
        public record Item(
                @Doc("The key.") @Size(min = 1, max = 253) String key,

                @Doc("Path below mountPath, without dot-dot.")
                @Size(min = 1, max = 1024)
                @Pattern("^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$")
                String path) {}
    }

    /** A path of the host. */
    public record HostPath(
            @Doc("Absolute path.") @Pattern("^/.*$") @Size(max = 4096)
            String path) {}
}
