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
import dev.roadstead.controller.plan.Limits;
import dev.roadstead.model.ContainerTemplate.Logging;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.ContainerTemplate.Profile;
import dev.roadstead.model.ContainerTemplate.Protocol;
import dev.roadstead.model.ContainerTemplate.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Blueprints in docker-java's terms. Pure. */
final class ContainerSpecs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ContainerSpecs() {}

    /** What the container is granted on its host. */
    static HostConfig hostConfig(Blueprint blueprint) {
        Limits limits = blueprint.limits();
        Security security = blueprint.security();
        HostConfig config = HostConfig.newHostConfig()
                .withSecurityOpts(securityOptions(security))
                .withPrivileged(security.privileged())
                .withMemory(limits.memoryBytes())
                .withMemorySwap(limits.memoryBytes())
                .withPidsLimit((long) limits.pids())
                .withInit(true)
                .withIpcMode("private")
                .withRestartPolicy(RestartPolicy.noRestart())
                .withNetworkMode(blueprint.hostNetwork() ? PolicyGate.HOST_NETWORK : blueprint.network())
                .withReadonlyRootfs(security.readOnlyRootFilesystem())
                .withLogConfig(logConfig(blueprint.logging()))
                .withCapAdd(capabilities(security.capabilities().add()))
                .withCapDrop(capabilities(security.capabilities().drop()))
                .withMounts(Mounts.of(blueprint))
                .withPortBindings(portBindings(blueprint));
        return limits.nanoCpus() == 0 ? config : config.withNanoCPUs(limits.nanoCpus());
    }

    private static List<String> securityOptions(Security security) {
        List<String> options = new ArrayList<>(List.of(PolicyGate.NO_NEW_PRIVILEGES));
        if (security.seccompProfile() == Profile.Unconfined) {
            options.add(PolicyGate.NO_SECCOMP);
        }
        if (security.appArmorProfile() == Profile.Unconfined) {
            options.add(PolicyGate.NO_APPARMOR);
        }
        return List.copyOf(options);
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
        if (!blueprint.hostNetwork()) {
            body.putObject("NetworkingConfig")
                    .putObject("EndpointsConfig")
                    .putObject(blueprint.network())
                    .set("Aliases", JSON.valueToTree(blueprint.networkAliases()));
        }
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

    static HealthCheck healthCheck(dev.roadstead.model.HealthCheck check) {
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

    /** None on the host's network: there the container's ports are the host's. */
    private static Ports portBindings(Blueprint blueprint) {
        Ports bindings = new Ports();
        for (Port port : blueprint.ports()) {
            if (port.hostPort() != null && !blueprint.hostNetwork()) {
                bindings.bind(exposed(port), Ports.Binding.bindIpAndPort(port.hostIP(), port.hostPort()));
            }
        }
        return bindings;
    }

    static ExposedPort exposed(Port port) {
        return new ExposedPort(
                port.containerPort(), port.protocol() == Protocol.UDP ? InternetProtocol.UDP : InternetProtocol.TCP);
    }
}
