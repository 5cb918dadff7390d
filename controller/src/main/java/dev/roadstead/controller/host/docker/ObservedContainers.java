package dev.roadstead.controller.host.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.NetworkSettings;
import com.github.dockerjava.api.model.Ports;
import dev.roadstead.controller.plan.Limits;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.ObservedContainer.Attachment;
import dev.roadstead.controller.plan.ObservedContainer.EngineHealth;
import dev.roadstead.controller.plan.ObservedContainer.Granted;
import dev.roadstead.controller.plan.ObservedContainer.State;
import dev.roadstead.controller.plan.OwnedContainer;
import dev.roadstead.model.Container.PublishedPort;
import dev.roadstead.model.ContainerTemplate.Protocol;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Inspected and listed containers in our terms. Pure. */
final class ObservedContainers {
    private static final Comparator<PublishedPort> PORT_ORDER = Comparator.comparingInt(PublishedPort::containerPort)
            .thenComparing(PublishedPort::protocol)
            .thenComparing(PublishedPort::hostIP)
            .thenComparingInt(PublishedPort::hostPort);

    private ObservedContainers() {}

    static ObservedContainer of(InspectContainerResponse inspected) {
        InspectContainerResponse.ContainerState reported = inspected.getState();
        State state = state(reported.getStatus());
        Instant startedAt = time(reported.getStartedAt());
        boolean live = state == State.RUNNING || state == State.PAUSED || state == State.RESTARTING;
        boolean ended = !live && startedAt != null;
        return new ObservedContainer(
                inspected.getId(),
                inspected.getName().replaceFirst("^/", ""),
                labels(inspected),
                state,
                ended && reported.getExitCodeLong() != null
                        ? reported.getExitCodeLong().intValue()
                        : null,
                Boolean.TRUE.equals(reported.getOOMKilled()),
                startedAt,
                ended ? time(reported.getFinishedAt()) : null,
                attachments(inspected.getNetworkSettings()),
                ports(inspected.getNetworkSettings()),
                volumes(inspected),
                granted(inspected.getHostConfig()),
                health(reported.getHealth()));
    }

    /** One entry of a list, which has the health only in words for people: {@code Up 2 hours (healthy)}. */
    static OwnedContainer listed(Container entry, String name) {
        String words = Objects.requireNonNullElse(entry.getStatus(), "");
        EngineHealth health = words.endsWith("(healthy)")
                ? EngineHealth.HEALTHY
                : words.endsWith("(unhealthy)")
                        ? EngineHealth.UNHEALTHY
                        : words.endsWith("(health: starting)") ? EngineHealth.STARTING : null;
        return new OwnedContainer(
                entry.getId(), name.replaceFirst("^/", ""), entry.getLabels(), state(entry.getState()), health);
    }

    private static State state(@Nullable String word) {
        return State.valueOf(Objects.requireNonNull(word).toUpperCase(Locale.ROOT));
    }

    /** Of what {@code docker update} can set; an engine answers null or 0 for what is not. */
    private static Granted granted(HostConfig config) {
        Limits limits = new Limits(number(config.getMemory()), number(config.getNanoCPUs()), (int)
                Math.min(Integer.MAX_VALUE, number(config.getPidsLimit())));
        boolean tuned = Stream.of(
                                config.getCpuPeriod(),
                                config.getCpuQuota(),
                                config.getCpuShares(),
                                config.getCpuRealtimePeriod(),
                                config.getCpuRealtimeRuntime(),
                                config.getBlkioWeight(),
                                config.getMemoryReservation(),
                                config.getKernelMemory())
                        .anyMatch(number -> number(number) != 0)
                || Stream.of(config.getCpusetCpus(), config.getCpusetMems()).anyMatch(cpus -> !isEmpty(cpus));
        boolean restarted =
                !PolicyGate.restartPolicyName(config.getRestartPolicy()).equals("no");
        return new Granted(limits, number(config.getMemorySwap()), restarted, tuned);
    }

    private static long number(@Nullable Number number) {
        return number == null ? 0 : number.longValue();
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static Map<String, String> labels(InspectContainerResponse inspected) {
        Map<String, String> labels = inspected.getConfig().getLabels();
        return labels == null ? Map.of() : Map.copyOf(labels);
    }

    /** The engine writes the year 1 for "never". */
    private static @Nullable Instant time(@Nullable String text) {
        return text == null || text.isEmpty() || text.startsWith("0001-") ? null : Instant.parse(text);
    }

    private static Map<String, Attachment> attachments(NetworkSettings settings) {
        Map<String, Attachment> attachments = new TreeMap<>();
        settings.getNetworks().forEach((name, network) -> attachments.put(name, attachment(network)));
        return Map.copyOf(attachments);
    }

    private static Attachment attachment(ContainerNetwork network) {
        String ip = Stream.of(network.getIpAddress(), network.getGlobalIPv6Address())
                .filter(address -> address != null && !address.isEmpty())
                .findFirst()
                .orElse(null);
        List<String> aliases = network.getAliases() == null ? List.of() : List.copyOf(network.getAliases());
        return new Attachment(network.getNetworkID() == null ? "" : network.getNetworkID(), ip, aliases);
    }

    private static List<PublishedPort> ports(NetworkSettings settings) {
        if (settings.getPorts() == null) {
            return List.of();
        }
        return settings.getPorts().getBindings().entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .flatMap(entry -> Stream.of(entry.getValue()).map(binding -> published(entry.getKey(), binding)))
                .sorted(PORT_ORDER)
                .toList();
    }

    private static PublishedPort published(ExposedPort port, Ports.Binding binding) {
        Protocol protocol = port.getProtocol() == InternetProtocol.UDP ? Protocol.UDP : Protocol.TCP;
        String hostIp = binding.getHostIp() == null ? "" : binding.getHostIp();
        return new PublishedPort(null, port.getPort(), protocol, hostIp, Integer.parseInt(binding.getHostPortSpec()));
    }

    private static Map<String, String> volumes(InspectContainerResponse inspected) {
        if (inspected.getMounts() == null) {
            return Map.of();
        }
        Map<String, String> volumes = new TreeMap<>();
        for (InspectContainerResponse.Mount mount : inspected.getMounts()) {
            if (mount.getName() != null && mount.getDestination() != null) {
                volumes.put(mount.getDestination().getPath(), mount.getName());
            }
        }
        return Map.copyOf(volumes);
    }

    private static @Nullable EngineHealth health(@Nullable HealthState health) {
        String status = health == null ? null : health.getStatus();
        return switch (status) {
            case "starting" -> EngineHealth.STARTING;
            case "healthy" -> EngineHealth.HEALTHY;
            case "unhealthy" -> EngineHealth.UNHEALTHY;
            case null, default -> null;
        };
    }
}
