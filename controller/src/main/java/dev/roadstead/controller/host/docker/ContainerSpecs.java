package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.Logging;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.ContainerTemplate.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Blueprints in docker-java's terms. Pure. */
final class ContainerSpecs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ContainerSpecs() {}

    /** What the container is granted on its host. */
    static HostConfig hostConfig(Blueprint blueprint) {
        HostConfig config = HostConfig.newHostConfig()
                .withSecurityOpts(List.of("no-new-privileges"))
                .withMemory(blueprint.memoryBytes())
                .withMemorySwap(blueprint.memoryBytes())
                .withPidsLimit((long) blueprint.pids())
                .withInit(true)
                .withIpcMode("private")
                .withRestartPolicy(RestartPolicy.noRestart())
                .withNetworkMode(blueprint.network())
                .withReadonlyRootfs(blueprint.readOnlyRootFilesystem())
                .withLogConfig(logConfig(blueprint.logging()))
                .withCapAdd(capabilities(blueprint.addedCapabilities()))
                .withCapDrop(capabilities(blueprint.droppedCapabilities()))
                .withPortBindings(portBindings(blueprint.ports()));
        return blueprint.nanoCpus() == 0 ? config : config.withNanoCPUs(blueprint.nanoCpus());
    }

    /**
     * The body of a create request. It is sent as it is, not by docker-java's command, which logs itself, and with itself
     * the environment and the secrets in it.
     */
    static String createBody(Blueprint blueprint, HostConfig hostConfig) {
        ObjectNode body = JSON.createObjectNode();
        body.put("Image", blueprint.image());
        body.set("HostConfig", JSON.valueToTree(hostConfig));
        body.set("Env", JSON.valueToTree(environment(blueprint)));
        body.set("Labels", JSON.valueToTree(blueprint.labels()));
        ObjectNode exposed = body.putObject("ExposedPorts");
        blueprint.ports().forEach(port -> exposed.putObject(exposed(port).toString()));
        body.put("StopTimeout", seconds(blueprint.stopGracePeriod()));
        body.putObject("NetworkingConfig")
                .putObject("EndpointsConfig")
                .putObject(blueprint.network())
                .set("Aliases", JSON.valueToTree(blueprint.networkAliases()));
        // What is left out is the image's.
        if (!blueprint.entrypoint().isEmpty()) {
            body.set("Entrypoint", JSON.valueToTree(blueprint.entrypoint()));
        }
        if (!blueprint.arguments().isEmpty()) {
            body.set("Cmd", JSON.valueToTree(blueprint.arguments()));
        }
        if (blueprint.workingDir() != null) {
            body.put("WorkingDir", blueprint.workingDir());
        }
        if (blueprint.user() != null) {
            body.put("User", blueprint.user());
        }
        if (blueprint.stopSignal() != null) {
            body.put("StopSignal", blueprint.stopSignal());
        }
        if (blueprint.execHealthCheck() != null) {
            body.set("Healthcheck", JSON.valueToTree(healthCheck(blueprint.execHealthCheck())));
        }
        return body.toString();
    }

    static List<String> environment(Blueprint blueprint) {
        return blueprint.environment().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    /** Whole seconds, rounded up: the engine's unit for grace periods. */
    static int seconds(Duration duration) {
        return Math.toIntExact(Math.ceilDiv(duration.toMillis(), 1000));
    }

    private static HealthCheck healthCheck(ContainerTemplate.HealthCheck check) {
        if (check.exec() == null) {
            throw new IllegalArgumentException("only exec checks are the engine's; http and tcp are the controller's");
        }
        return new HealthCheck()
                .withTest(Stream.concat(Stream.of("CMD"), check.exec().command().stream())
                        .toList())
                .withInterval(check.interval().toNanos())
                .withTimeout(check.timeout().toNanos())
                .withRetries(check.retries())
                .withStartPeriod(check.startPeriod().toNanos());
    }

    private static LogConfig logConfig(Logging logging) {
        return new LogConfig(
                LoggingType.JSON_FILE,
                Map.of(
                        "max-size", Long.toString(logging.maxSize().value()),
                        "max-file", Integer.toString(logging.maxFiles())));
    }

    private static Capability[] capabilities(List<String> names) {
        return names.stream().map(ContainerSpecs::capability).toArray(Capability[]::new);
    }

    private static Capability capability(String name) {
        try {
            return Capability.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new HostException(
                    HostException.Kind.REFUSED, "there is no capability \"" + name + "\"; expected one like CHOWN", e);
        }
    }

    private static Ports portBindings(List<Port> ports) {
        Ports bindings = new Ports();
        for (Port port : ports) {
            if (port.hostPort() != null) {
                bindings.bind(exposed(port), Ports.Binding.bindIpAndPort(port.hostIP(), port.hostPort()));
            }
        }
        return bindings;
    }

    private static ExposedPort exposed(Port port) {
        return new ExposedPort(
                port.containerPort(), port.protocol() == Protocol.UDP ? InternetProtocol.UDP : InternetProtocol.TCP);
    }
}
