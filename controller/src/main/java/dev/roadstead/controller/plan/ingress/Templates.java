package dev.roadstead.controller.plan.ingress;

import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.Amounts;
import dev.roadstead.model.ContainerTemplate.Capabilities;
import dev.roadstead.model.ContainerTemplate.EnvFrom;
import dev.roadstead.model.ContainerTemplate.EnvVar;
import dev.roadstead.model.ContainerTemplate.KeyRef;
import dev.roadstead.model.ContainerTemplate.Limits;
import dev.roadstead.model.ContainerTemplate.Logging;
import dev.roadstead.model.ContainerTemplate.ObjectRef;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.ContainerTemplate.Profile;
import dev.roadstead.model.ContainerTemplate.Protocol;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import dev.roadstead.model.ContainerTemplate.Resources;
import dev.roadstead.model.ContainerTemplate.Security;
import dev.roadstead.model.ContainerTemplate.ValueFrom;
import dev.roadstead.model.HealthCheck;
import dev.roadstead.model.Mount;
import dev.roadstead.model.Mount.FileSource;
import dev.roadstead.model.Mount.Tmpfs;
import dev.roadstead.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Parts of the templates of what is run in front of Domains. */
final class Templates {
    private Templates() {}

    /**
     * On the host's network, with no rights but to listen on low ports, and nothing to write to but memory and volumes.
     *
     * @param port what it listens on at every node beside the node's own ports: two of them never run beside each other
     * @param check a command in the container
     */
    static ContainerTemplate onHost(
            String image,
            PullPolicy policy,
            List<String> args,
            List<EnvVar> env,
            List<EnvFrom> envFrom,
            Port port,
            List<Mount> mounts,
            List<String> check) {
        return new ContainerTemplate(
                image,
                policy,
                List.of(),
                List.of(),
                args,
                null,
                null,
                env,
                envFrom,
                List.of(port),
                mounts,
                true,
                new Resources(new Amounts(null, null), new Limits(null, null, null)),
                new HealthCheck(
                        null,
                        null,
                        new HealthCheck.Exec(check),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(3),
                        3,
                        Duration.ofSeconds(30)),
                Duration.ofSeconds(10),
                null,
                null,
                new Security(
                        true,
                        false,
                        new Capabilities(List.of("NET_BIND_SERVICE"), List.of("ALL")),
                        Profile.RuntimeDefault,
                        Profile.RuntimeDefault),
                Map.of(),
                new Logging(Quantity.of("10Mi"), 3));
    }

    static Port listening(String name, int port) {
        return new Port(name, port, Protocol.TCP, null, "127.0.0.1", false);
    }

    static EnvVar value(String name, String value) {
        return new EnvVar(name, value, null);
    }

    static EnvVar secret(String name, String secret, String key) {
        return new EnvVar(name, null, new ValueFrom(new KeyRef(secret, key, false), null, null));
    }

    static EnvFrom allOf(String secret) {
        return new EnvFrom(null, new ObjectRef(secret, false), null);
    }

    static Mount memory(String path) {
        return new Mount(path, false, null, new Tmpfs(null), null, null, null);
    }

    static Mount volume(String path, String volume) {
        return new Mount(path, false, volume, null, null, null, null);
    }

    static Mount configMap(String path, String name, String key, String file) {
        FileSource source = new FileSource(name, List.of(new FileSource.Item(key, file)), null);
        return new Mount(path, true, null, null, null, source, null);
    }

    static Mount secretFile(String path, String name, String key, String file) {
        FileSource source = new FileSource(name, List.of(new FileSource.Item(key, file)), null);
        return new Mount(path, true, null, null, source, null, null);
    }
}
