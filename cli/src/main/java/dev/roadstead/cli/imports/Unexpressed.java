package dev.roadstead.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a running container has and an Application cannot say, or says otherwise. */
final class Unexpressed {
    /** Settings of HostConfig that have no field in a template; by what each means unset. */
    private static final Map<String, Set<String>> SETTINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("PidMode", Set.of("")),
            Map.entry("IpcMode", Set.of("", "private", "shareable")),
            Map.entry("UTSMode", Set.of("")),
            Map.entry("UsernsMode", Set.of("")),
            Map.entry("Devices", Set.of()),
            Map.entry("DeviceRequests", Set.of()),
            Map.entry("ExtraHosts", Set.of()),
            Map.entry("Dns", Set.of()),
            Map.entry("DnsSearch", Set.of()),
            Map.entry("DnsOptions", Set.of()),
            Map.entry("Links", Set.of()),
            Map.entry("VolumesFrom", Set.of()),
            Map.entry("GroupAdd", Set.of()),
            Map.entry("Sysctls", Set.of()),
            Map.entry("Ulimits", Set.of()),
            Map.entry("CgroupParent", Set.of("")),
            Map.entry("Runtime", Set.of("", "runc")),
            Map.entry("CpuShares", Set.of("0")),
            Map.entry("CpusetCpus", Set.of("")),
            Map.entry("OomScoreAdj", Set.of("0")),
            Map.entry("OomKillDisable", Set.of("false")),
            Map.entry("ShmSize", Set.of("0", "67108864"))));

    private Unexpressed() {}

    /** One sentence for each, in the same order for the same container. */
    static List<String> of(JsonNode container, Mode mode) {
        List<String> remarks = new ArrayList<>();
        JsonNode host = container.path("HostConfig");
        SETTINGS.forEach((name, unset) -> {
            JsonNode value = host.path(name);
            boolean said = value.isContainerNode() ? !value.isEmpty() : !isUnset(value, unset);
            if (said) {
                remarks.add("cannot be expressed: " + name + " " + value);
            }
        });
        String restart = host.path("RestartPolicy").path("Name").asText();
        if (!Set.of("always", "unless-stopped").contains(restart)) {
            remarks.add("was not restarted by Docker (%s); Roadstead starts it again whenever it ends"
                    .formatted(restart.isEmpty() ? "no" : restart));
        }
        if (host.path("Memory").asLong() == 0) {
            remarks.add(
                    mode.adopts()
                            ? "had no memory limit; it gets all that the machine has"
                            : "had no memory limit; it gets 512Mi unless resources.limits.memory says more");
        }
        if (host.path("PidsLimit").asLong() <= 0) {
            remarks.add(
                    mode.adopts()
                            ? "had no limit on processes; it gets one that is as good as none"
                            : "had no limit on processes; it gets 512 unless resources.limits.pids says more");
        }
        if (container.path("Config").path("Tty").asBoolean()) {
            remarks.add("had a terminal; it gets none");
        }
        String driver = host.path("LogConfig").path("Type").asText();
        if (!Set.of("json-file", "").contains(driver)) {
            remarks.add("cannot be expressed: log driver " + driver + "; it logs to rotated files");
        }
        return remarks;
    }

    private static boolean isUnset(JsonNode value, Set<String> unset) {
        return value.isMissingNode() || value.isNull() || unset.contains(value.asText());
    }
}
