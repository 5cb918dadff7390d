package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares a container that somebody else made with what a blueprint would make, after filling in what an engine takes from
 * the image. Every field of HostConfig must agree but those named here, so a new one is no door. Pure.
 *
 * <p>Left out is what an engine changes in place (limits, restart policy, networks), and what we set on our own containers
 * for the sake of good order and no template says: init, no-new-privileges, log rotation. The next release brings those.
 */
final class AdoptionCheck {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final Set<String> CHANGED_IN_PLACE =
            Set.of("memory", "memorySwap", "pidsLimit", "nanoCPUs", "restartPolicy");
    private static final Set<String> OF_OUR_OWN = Set.of("init", "logConfig");
    private static final Set<String> COMPARED_BELOW =
            Set.of("securityOpts", "ipcMode", "networkMode", "portBindings", "mounts", "binds", "tmpFs");

    /** As an engine fills it in for people who ask for nothing. */
    private static final Map<String, Object> UNSET = Map.of("memorySwappiness", -1L, "volumeDriver", "local");

    private static final long DEFAULT_SHM = 64L << 20;

    private final Blueprint asked;
    private final JsonNode found;
    private final JsonNode config;
    private final JsonNode host;
    private final JsonNode image;

    /** @param found as the engine describes it, with its image's description as {@code ImageInspect} */
    AdoptionCheck(Blueprint asked, JsonNode found) {
        this.asked = asked;
        this.found = found;
        this.config = found.path("Config");
        this.host = found.path("HostConfig");
        this.image = found.path("ImageInspect").path("Config");
    }

    /** @param wantedImage id of what the blueprint's image reference stands for on the engine; empty if it is not there */
    List<String> differences(String wantedImage) {
        return Stream.of(image(wantedImage), process(), settings(), new MountCheck(asked, found).differences())
                .flatMap(part -> part)
                .toList();
    }

    private Stream<String> image(String wanted) {
        String runs = found.path("Image").asText();
        return runs.equals(wanted)
                ? Stream.empty()
                : Stream.of("its image is %s, and %s is %s"
                        .formatted(runs, asked.image(), wanted.isEmpty() ? "not on the node" : wanted));
    }

    private Stream<String> process() {
        List<String> entrypoint = asked.entrypoint().isEmpty() ? texts(image.path("Entrypoint")) : asked.entrypoint();
        // An entry point of its own makes an engine forget the image's arguments.
        List<String> inherited = asked.entrypoint().isEmpty() ? texts(image.path("Cmd")) : List.of();
        List<String> arguments = asked.arguments().isEmpty() ? inherited : asked.arguments();
        return Stream.of(
                        unequal("its entry point (command)", texts(config.path("Entrypoint")), entrypoint),
                        unequal("its arguments (args)", texts(config.path("Cmd")), arguments),
                        unequal("workingDir", directory(config), directory(asked.workingDir())),
                        unequal(
                                "user",
                                config.path("User").asText(""),
                                orElse(asked.user(), image.path("User").asText(""))),
                        unequal("stopSignal", signal(config), orElse(asked.stopSignal(), signal(image))),
                        unequal("its health check", check(config.path("Healthcheck")), check()),
                        environment(),
                        labels(),
                        unequal("a terminal (tty)", config.path("Tty").asBoolean(), false),
                        unequal(
                                "an open input (stdin_open)",
                                config.path("OpenStdin").asBoolean(),
                                false),
                        unequal("domainname", config.path("Domainname").asText(""), ""),
                        hostname())
                .flatMap(part -> part);
    }

    private Stream<String> settings() {
        HostConfig actual;
        try {
            actual = JSON.convertValue(host, HostConfig.class);
        } catch (IllegalArgumentException e) {
            return Stream.of("it has settings that are not known here");
        }
        HostConfig wanted = ContainerSpecs.hostConfig(asked);
        Stream<String> fields = PolicyGate.RULES.stream()
                .filter(rule -> !rule.leftToEngine())
                .filter(rule -> Stream.of(CHANGED_IN_PLACE, OF_OUR_OWN, COMPARED_BELOW)
                        .noneMatch(others -> others.contains(rule.field())))
                .filter(rule -> !Objects.equals(rule.value(actual), UNSET.get(rule.field())))
                .filter(rule -> !Objects.equals(rule.value(wanted), rule.value(actual)))
                .map(rule -> different(rule.field(), rule.shown(actual), rule.shown(wanted)));
        long shared = host.path("ShmSize").asLong();
        return Stream.of(
                        fields,
                        unequal("security options", options(actual), options(wanted)),
                        unequal("published ports", published(), wantedPorts()),
                        unequal("shmSize", shared == 0 ? DEFAULT_SHM : shared, DEFAULT_SHM),
                        namespaces())
                .flatMap(part -> part);
    }

    private Stream<String> namespaces() {
        String ipc = host.path("IpcMode").asText("");
        String network = host.path("NetworkMode").asText("");
        boolean joinable = !network.equals("none") && !network.startsWith("container:");
        return Stream.of(
                        unequal("ipcMode", Set.of("", "private", "shareable").contains(ipc) ? "" : ipc, ""),
                        unequal("hostNetwork", network.equals(PolicyGate.HOST_NETWORK), asked.hostNetwork()),
                        joinable ? Stream.<String>empty() : Stream.of("no network can be added to network " + network))
                .flatMap(part -> part);
    }

    /** Names only: values may be secret. */
    private Stream<String> environment() {
        Map<String, String> actual = variables(config.path("Env"));
        Map<String, String> wanted = variables(image.path("Env"));
        wanted.putAll(asked.environment());
        Set<String> names = new TreeSet<>(actual.keySet());
        names.addAll(wanted.keySet());
        String different = names.stream()
                .filter(name -> !Objects.equals(actual.get(name), wanted.get(name)))
                .collect(Collectors.joining(", "));
        return different.isEmpty() ? Stream.empty() : Stream.of("env differs in " + different);
    }

    private Stream<String> labels() {
        JsonNode actual = config.path("Labels");
        return asked.labels().entrySet().stream()
                .filter(label -> !Labels.OF_DOCKER_CONTAINERS.contains(label.getKey()))
                .filter(label ->
                        !label.getValue().equals(actual.path(label.getKey()).asText(null)))
                .map(label -> "it has no label %s=%s".formatted(label.getKey(), label.getValue()))
                .sorted();
    }

    /** An engine names it after the container's id, or the host. */
    private Stream<String> hostname() {
        String name = config.path("Hostname").asText("");
        boolean made = asked.hostNetwork() || found.path("Id").asText().startsWith(name);
        return made ? Stream.empty() : Stream.of("its hostname is %s, which a template cannot say".formatted(name));
    }

    private String check() {
        return asked.execHealthCheck() == null
                ? check(image.path("Healthcheck"))
                : check(JSON.valueToTree(ContainerSpecs.healthCheck(asked.execHealthCheck())));
    }

    private String check(JsonNode check) {
        HealthCheck said = JSON.convertValue(check.isObject() ? check : JSON.createObjectNode(), HealthCheck.class);
        List<String> test = Objects.requireNonNullElse(said.getTest(), List.of());
        if (test.isEmpty()) {
            return "none";
        }
        List<String> command = test.getFirst().equals("CMD-SHELL")
                ? Stream.concat(Stream.of("CMD", "/bin/sh", "-c"), test.stream().skip(1))
                        .toList()
                : test;
        return "%s every %d ms for %d ms, %d retries after %d ms"
                .formatted(
                        command,
                        millis(said.getInterval(), 30_000),
                        millis(said.getTimeout(), 30_000),
                        said.getRetries() == null || said.getRetries() == 0 ? 3 : said.getRetries(),
                        millis(said.getStartPeriod(), 0));
    }

    private static long millis(@Nullable Long nanos, long unset) {
        return nanos == null || nanos == 0 ? unset : nanos / 1_000_000;
    }

    private static Set<String> options(HostConfig config) {
        return Objects.requireNonNullElse(config.getSecurityOpts(), List.<String>of()).stream()
                .filter(option -> !option.startsWith(PolicyGate.NO_NEW_PRIVILEGES))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> published() {
        Set<String> ports = new TreeSet<>();
        host.path("PortBindings")
                .properties()
                .forEach(port -> port.getValue()
                        .forEach(binding -> ports.add(port(
                                port.getKey(),
                                binding.path("HostIp").asText(""),
                                binding.path("HostPort").asText("")))));
        return ports;
    }

    private Set<String> wantedPorts() {
        return asked.ports().stream()
                .filter(port -> port.hostPort() != null && !asked.hostNetwork())
                .map(port ->
                        port(ContainerSpecs.exposed(port).toString(), port.hostIP(), String.valueOf(port.hostPort())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String port(String port, String address, String hostPort) {
        return "%s at %s:%s".formatted(port, address.isEmpty() ? "0.0.0.0" : address, hostPort);
    }

    private static Map<String, String> variables(JsonNode env) {
        Map<String, String> variables = new TreeMap<>();
        env.forEach(variable -> {
            String[] parts = variable.asText().split("=", 2);
            variables.put(parts[0], parts.length < 2 ? "" : parts[1]);
        });
        return variables;
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static String directory(JsonNode config) {
        String path = config.path("WorkingDir").asText("");
        return path.isEmpty() ? "/" : path;
    }

    private String directory(@Nullable String path) {
        return path == null ? directory(image) : path;
    }

    private static String signal(JsonNode config) {
        String signal = config.path("StopSignal").asText("");
        return signal.isEmpty() ? "SIGTERM" : signal;
    }

    private static String orElse(@Nullable String said, String otherwise) {
        return said == null ? otherwise : said;
    }

    private static Stream<String> unequal(String what, Object actual, Object wanted) {
        return actual.equals(wanted) ? Stream.empty() : Stream.of(different(what, actual, wanted));
    }

    private static String different(String what, Object actual, Object wanted) {
        return "%s is %s, the template makes it %s".formatted(what, actual, wanted);
    }
}
