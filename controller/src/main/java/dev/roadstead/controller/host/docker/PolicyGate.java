package dev.roadstead.controller.host.docker;

import static dev.roadstead.controller.plan.PolicyLevel.PRIVILEGED;
import static dev.roadstead.controller.plan.PolicyLevel.RESTRICTED;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.Policy;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.model.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a container may be granted on its host (I17, I18), as one rule for each field of docker-java's HostConfig. A field
 * without a rule fails a test, so a library update cannot open a door unseen. Users never submit a HostConfig; this is the
 * second line. Masked and read-only paths have no field: docker-java cannot send them, so the engine's defaults hold.
 */
final class PolicyGate {
    static final String NO_NEW_PRIVILEGES = "no-new-privileges";
    static final String NO_SECCOMP = "seccomp=unconfined";
    static final String NO_APPARMOR = "apparmor=unconfined";
    static final String HOST_NETWORK = "host";

    private static final Set<String> BUILT_IN_NETWORKS = Set.of(HOST_NETWORK, "none", "bridge", "default");

    static final List<HostConfigRule> RULES = List.of(
            // What we set.
            HostConfigRule.byLevel(
                    "securityOpts",
                    PolicyGate::securityOptions,
                    PolicyGate::confined,
                    "no-new-privileges and nothing else, so that the default seccomp and AppArmor profiles hold"),
            HostConfigRule.byLevel(
                    "capAdd",
                    HostConfig::getCapAdd,
                    (c, level) -> level == PRIVILEGED || onlyBindService(c),
                    "at most NET_BIND_SERVICE"),
            HostConfigRule.byLevel(
                    "capDrop",
                    HostConfig::getCapDrop,
                    (c, level) -> level != RESTRICTED || dropsAll(c),
                    "every capability dropped"),
            HostConfigRule.of("memory", HostConfig::getMemory, c -> positive(c.getMemory()), "a memory limit"),
            HostConfigRule.of(
                    "memorySwap",
                    HostConfig::getMemorySwap,
                    c -> Objects.equals(c.getMemorySwap(), c.getMemory()),
                    "the memory limit, so that there is no swap"),
            HostConfigRule.of(
                    "pidsLimit", HostConfig::getPidsLimit, c -> positive(c.getPidsLimit()), "a limit on processes"),
            HostConfigRule.of(
                    "nanoCPUs",
                    HostConfig::getNanoCPUs,
                    c -> c.getNanoCPUs() == null || c.getNanoCPUs() >= 0,
                    "a number of billionths of a processor"),
            HostConfigRule.of(
                    "logConfig",
                    config -> logging(config.getLogConfig()),
                    c -> rotating(c.getLogConfig()),
                    "json-file with max-size and max-file"),
            HostConfigRule.of("init", HostConfig::getInit, c -> Boolean.TRUE.equals(c.getInit()), "an init process"),
            HostConfigRule.of(
                    "restartPolicy",
                    c -> restartPolicyName(c.getRestartPolicy()),
                    c -> restartPolicyName(c.getRestartPolicy()).equals("no"),
                    "no: restarts are the controller's"),
            HostConfigRule.of("ipcMode", HostConfig::getIpcMode, c -> "private".equals(c.getIpcMode()), "private"),
            HostConfigRule.byLevel(
                    "networkMode",
                    HostConfig::getNetworkMode,
                    (c, level) -> ownNetwork(c.getNetworkMode())
                            || (level == PRIVILEGED && HOST_NETWORK.equals(c.getNetworkMode())),
                    "the network of a namespace"),
            HostConfigRule.of(
                    "portBindings",
                    c -> c.getPortBindings() == null
                            ? null
                            : c.getPortBindings().toPrimitive(),
                    PolicyGate::bindingsHaveAddresses,
                    "an address of the host for each port"),
            HostConfigRule.of("readonlyRootfs", HostConfig::getReadonlyRootfs, _ -> true, "any"),
            // What would give the container a part of the host, or of another container.
            HostConfigRule.byLevel(
                    "privileged",
                    HostConfig::getPrivileged,
                    (c, level) -> level == PRIVILEGED || !Boolean.TRUE.equals(c.getPrivileged()),
                    "it unset"),
            HostConfigRule.byLevel(
                    "mounts",
                    HostConfig::getMounts,
                    (c, level) -> Mounts.allowed(c.getMounts(), level),
                    "memory and volumes"),
            HostConfigRule.unset("pidMode", HostConfig::getPidMode),
            HostConfigRule.unset("utSMode", HostConfig::getUtSMode),
            HostConfigRule.unset("usernsMode", HostConfig::getUsernsMode),
            HostConfigRule.unset("binds", HostConfig::getBinds),
            HostConfigRule.unset("volumesFrom", HostConfig::getVolumesFrom),
            HostConfigRule.unset("volumeDriver", HostConfig::getVolumeDriver),
            HostConfigRule.unset("tmpFs", HostConfig::getTmpFs),
            HostConfigRule.unset("devices", HostConfig::getDevices),
            HostConfigRule.unset("deviceCgroupRules", HostConfig::getDeviceCgroupRules),
            HostConfigRule.unset("deviceRequests", HostConfig::getDeviceRequests),
            HostConfigRule.unset("links", HostConfig::getLinks),
            HostConfigRule.unset("lxcConf", HostConfig::getLxcConf),
            HostConfigRule.unset("groupAdd", HostConfig::getGroupAdd),
            HostConfigRule.unset("sysctls", HostConfig::getSysctls),
            HostConfigRule.unset("cgroup", HostConfig::getCgroup),
            HostConfigRule.unset("cgroupParent", HostConfig::getCgroupParent),
            HostConfigRule.unset("containerIDFile", HostConfig::getContainerIDFile),
            HostConfigRule.unset("storageOpt", HostConfig::getStorageOpt),
            HostConfigRule.unset("annotations", HostConfig::getAnnotations),
            HostConfigRule.unset("publishAllPorts", HostConfig::getPublishAllPorts),
            // What would weigh on the host, or nobody asked for.
            HostConfigRule.unset("ulimits", HostConfig::getUlimits),
            HostConfigRule.unset("oomKillDisable", HostConfig::getOomKillDisable),
            HostConfigRule.unset("oomScoreAdj", HostConfig::getOomScoreAdj),
            HostConfigRule.unset("autoRemove", HostConfig::getAutoRemove),
            HostConfigRule.unset("memoryReservation", HostConfig::getMemoryReservation),
            HostConfigRule.unset("memorySwappiness", HostConfig::getMemorySwappiness),
            HostConfigRule.unset("kernelMemory", HostConfig::getKernelMemory),
            HostConfigRule.unset("cpuPeriod", HostConfig::getCpuPeriod),
            HostConfigRule.unset("cpuQuota", HostConfig::getCpuQuota),
            HostConfigRule.unset("cpuRealtimePeriod", HostConfig::getCpuRealtimePeriod),
            HostConfigRule.unset("cpuRealtimeRuntime", HostConfig::getCpuRealtimeRuntime),
            HostConfigRule.unset("cpuShares", HostConfig::getCpuShares),
            HostConfigRule.unset("cpusetCpus", HostConfig::getCpusetCpus),
            HostConfigRule.unset("cpusetMems", HostConfig::getCpusetMems),
            HostConfigRule.unset("cpuCount", HostConfig::getCpuCount),
            HostConfigRule.unset("cpuPercent", HostConfig::getCpuPercent),
            HostConfigRule.unset("blkioWeight", HostConfig::getBlkioWeight),
            HostConfigRule.unset("blkioWeightDevice", HostConfig::getBlkioWeightDevice),
            HostConfigRule.unset("blkioDeviceReadBps", HostConfig::getBlkioDeviceReadBps),
            HostConfigRule.unset("blkioDeviceWriteBps", HostConfig::getBlkioDeviceWriteBps),
            HostConfigRule.unset("blkioDeviceReadIOps", HostConfig::getBlkioDeviceReadIOps),
            HostConfigRule.unset("blkioDeviceWriteIOps", HostConfig::getBlkioDeviceWriteIOps),
            HostConfigRule.unset("ioMaximumIOps", HostConfig::getIoMaximumIOps),
            HostConfigRule.unset("ioMaximumBandwidth", HostConfig::getIoMaximumBandwidth),
            HostConfigRule.unset("diskQuota", HostConfig::getDiskQuota),
            HostConfigRule.unset("dns", HostConfig::getDns),
            HostConfigRule.unset("dnsOptions", HostConfig::getDnsOptions),
            HostConfigRule.unset("dnsSearch", HostConfig::getDnsSearch),
            HostConfigRule.unset("extraHosts", HostConfig::getExtraHosts),
            // Unset by us, then filled in from the engine's own configuration: its administrator's choice.
            HostConfigRule.leftToEngine("runtime", HostConfig::getRuntime),
            HostConfigRule.leftToEngine("cgroupnsMode", HostConfig::getCgroupnsMode),
            HostConfigRule.leftToEngine("shmSize", HostConfig::getShmSize),
            HostConfigRule.leftToEngine("isolation", HostConfig::getIsolation),
            HostConfigRule.leftToEngine("consoleSize", HostConfig::getConsoleSize));

    private PolicyGate() {}

    /** @throws HostException REFUSED, naming the first thing that the policy of the namespace does not allow */
    static void check(Blueprint blueprint, HostConfig config) {
        PolicyLevel level = blueprint.policy();
        RULES.stream().filter(rule -> !rule.allows(config, level)).findFirst().ifPresent(rule -> {
            throw refused(blueprint, rule.field() + " is " + rule.shown(config) + ", expected " + rule.expected());
        });
        String user = blueprint.user();
        if (level == RESTRICTED && (user == null || !Policy.isNumberedNonRoot(user))) {
            throw refused(blueprint, "user is " + user + ", expected the number of one other than root");
        }
        blueprint.labels().keySet().stream()
                .filter(label -> !Policy.isFreeLabel(label) && !Labels.OF_DOCKER_CONTAINERS.contains(label))
                .filter(label -> !blueprint.routeLabels().contains(label))
                .min(Comparator.naturalOrder())
                .ifPresent(label -> {
                    throw refused(
                            blueprint, "label \"" + label + "\" cannot be set by hand; remove it from template.labels");
                });
    }

    private static HostException refused(Blueprint blueprint, String why) {
        return new HostException(
                HostException.Kind.REFUSED,
                "container " + blueprint.name() + " is refused by policy level "
                        + blueprint.policy().label() + ": " + why,
                null);
    }

    private static boolean confined(HostConfig config, PolicyLevel level) {
        List<String> options = Objects.requireNonNullElse(config.getSecurityOpts(), List.of());
        Set<String> allowed =
                level == PRIVILEGED ? Set.of(NO_NEW_PRIVILEGES, NO_SECCOMP, NO_APPARMOR) : Set.of(NO_NEW_PRIVILEGES);
        return options.contains(NO_NEW_PRIVILEGES) && allowed.containsAll(options);
    }

    /** Without what the engine adds by itself to privileged ones, where SELinux would confine nothing anyway. */
    private static @Nullable List<String> securityOptions(HostConfig config) {
        List<String> options = config.getSecurityOpts();
        return options == null || !Boolean.TRUE.equals(config.getPrivileged())
                ? options
                : options.stream()
                        .filter(option -> !option.equals("label=disable"))
                        .toList();
    }

    private static boolean dropsAll(HostConfig config) {
        return config.getCapDrop() != null && List.of(config.getCapDrop()).contains(Capability.ALL);
    }

    private static boolean onlyBindService(HostConfig config) {
        Capability[] added = config.getCapAdd();
        return added == null || List.of(added).stream().allMatch(Capability.NET_BIND_SERVICE::equals);
    }

    private static boolean positive(@Nullable Long number) {
        return number != null && number > 0;
    }

    private static boolean rotating(@Nullable LogConfig log) {
        return log != null
                && log.getType() == LoggingType.JSON_FILE
                && log.getConfig() != null
                && log.getConfig().keySet().equals(Set.of("max-size", "max-file"));
    }

    /** LogConfig's own equality takes in how it was made. */
    private static @Nullable Map<String, String> logging(@Nullable LogConfig log) {
        if (log == null || log.getType() == null) {
            return null;
        }
        Map<String, String> settings = new TreeMap<>(Objects.requireNonNullElse(log.getConfig(), Map.of()));
        settings.put("driver", log.getType().getType());
        return settings;
    }

    private static boolean ownNetwork(@Nullable String mode) {
        return mode != null && !mode.isBlank() && !BUILT_IN_NETWORKS.contains(mode) && mode.indexOf(':') < 0;
    }

    private static boolean bindingsHaveAddresses(HostConfig config) {
        return config.getPortBindings() == null
                || config.getPortBindings().getBindings().values().stream()
                        .allMatch(bindings ->
                                bindings != null && Stream.of(bindings).allMatch(PolicyGate::hasAddress));
    }

    private static boolean hasAddress(Ports.Binding binding) {
        return binding.getHostIp() != null && !binding.getHostIp().isBlank();
    }

    static String restartPolicyName(@Nullable RestartPolicy policy) {
        return policy == null || policy.getName() == null || policy.getName().isEmpty() ? "no" : policy.getName();
    }
}
