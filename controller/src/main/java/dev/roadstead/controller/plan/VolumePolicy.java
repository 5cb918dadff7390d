package dev.roadstead.controller.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a Docker volume a policy level does not allow (I18): below privileged a volume is the engine's own directory, or
 * memory. Options of driver local are those of mount(8), so {@code bind} among them would show any path of the host.
 */
public final class VolumePolicy {
    public static final String LOCAL = "local";

    private static final String TMPFS = "tmpfs";
    private static final String MOUNT_OPTIONS = "o";

    /** Mount options of tmpfs that say how large and whose it is, and nothing of where it comes from. */
    private static final Set<String> HARMLESS = Set.of(
            "size",
            "nr_inodes",
            "mode",
            "uid",
            "gid",
            "nosuid",
            "nodev",
            "noexec",
            "noatime",
            "nodiratime",
            "relatime",
            "rw",
            "ro");

    private VolumePolicy() {}

    /** One sentence for each thing that is not allowed; empty when all is. */
    public static List<String> refusals(String driver, Map<String, String> options, PolicyLevel level) {
        if (level == PolicyLevel.PRIVILEGED) {
            return List.of();
        }
        if (!driver.equals(LOCAL)) {
            return List.of(needsPrivileged("volumes of driver " + driver, level));
        }
        return options.isEmpty() || isPlainTmpfs(options)
                ? List.of()
                : List.of(needsPrivileged("driverOptions other than those of a plain tmpfs", level));
    }

    /** Whether it is memory: gone when nothing uses it, and kept within its size by the kernel. */
    public static boolean isTmpfs(String driver, Map<String, String> options) {
        return driver.equals(LOCAL) && TMPFS.equals(options.get("type"));
    }

    /** Whether the mount options of a tmpfs give it a size. */
    public static boolean hasSize(Map<String, String> options) {
        return mountOptions(options).stream().anyMatch(option -> option.startsWith("size="));
    }

    private static boolean isPlainTmpfs(Map<String, String> options) {
        return Set.of("type", "device", MOUNT_OPTIONS).containsAll(options.keySet())
                && TMPFS.equals(options.get("type"))
                && TMPFS.equals(options.get("device"))
                && mountOptions(options).stream().allMatch(option -> HARMLESS.contains(option.replaceFirst("=.*", "")));
    }

    private static List<String> mountOptions(Map<String, String> options) {
        String text = options.getOrDefault(MOUNT_OPTIONS, "");
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }

    private static String needsPrivileged(String what, PolicyLevel level) {
        return what + " need policy level privileged; the namespace has " + level.label();
    }
}
