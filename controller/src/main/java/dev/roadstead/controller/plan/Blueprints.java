package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.HealthCheck;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Mount;
import dev.roadstead.model.Mount.HostPath;
import dev.roadstead.model.Mount.Tmpfs;
import dev.roadstead.model.SpecHash;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Draws up what a Docker container is created from. */
public final class Blueprints {
    private static final long DEFAULT_TMPFS = 64L * 1024 * 1024;

    private Blueprints() {}

    /** {@code volumes} are the Docker volumes by the names of their Volumes. */
    public static Blueprint of(
            Container container,
            Map<String, String> environment,
            Map<String, String> volumes,
            String installation,
            PolicyLevel policy) {
        ContainerTemplate template = container.spec().template();
        HealthCheck check = template.healthCheck();
        return new Blueprint(
                Names.docker(container),
                template.image(),
                template.imagePullPolicy(),
                template.command(),
                template.args(),
                template.workingDir(),
                template.user(),
                environment,
                template.ports(),
                template.volumes().stream().map(mount -> mount(mount, volumes)).toList(),
                Limits.of(template),
                isExec(check) ? check : null,
                template.stopGracePeriod(),
                template.stopSignal(),
                template.security(),
                labels(container, installation),
                container.spec().routeLabels().keySet(),
                template.logging(),
                template.hostNetwork(),
                Names.network(Names.namespace(container)),
                aliases(container),
                policy);
    }

    private static BlueprintMount mount(Mount mount, Map<String, String> volumes) {
        if (mount.volume() != null) {
            String volume = Objects.requireNonNull(volumes.get(mount.volume()), "it is not created before its Volumes");
            return new BlueprintMount.Volume(mount.mountPath(), volume, mount.readOnly());
        }
        Tmpfs tmpfs = mount.tmpfs();
        if (tmpfs != null) {
            long bytes = tmpfs.size() == null ? DEFAULT_TMPFS : tmpfs.size().value();
            return new BlueprintMount.Tmpfs(mount.mountPath(), bytes, mount.readOnly());
        }
        HostPath host = mount.hostPath();
        return host == null
                ? new BlueprintMount.Files(mount.mountPath())
                : new BlueprintMount.HostPath(mount.mountPath(), host.path(), mount.readOnly());
    }

    /** By which a container that was made from another specification is told; values of secrets are not in it. */
    public static String specHash(Container container) {
        Container.Spec spec = container.spec();
        // What has no such labels keeps the hash that it had before there were any.
        return spec.routeLabels().isEmpty()
                ? SpecHash.of(spec.template())
                : SpecHash.of(new Container.Making(spec.template(), spec.routeLabels()));
    }

    /** Labels of the network of a namespace. */
    public static Map<String, String> networkLabels(String namespace, String installation) {
        return Map.of(Labels.MANAGED_BY, installation, Labels.NAMESPACE, namespace);
    }

    /** All containers of an application answer to its name; each one to its own as well. */
    static List<String> aliases(Container container) {
        return List.of(container.spec().application(), container.metadata().name());
    }

    private static Map<String, String> labels(Container container, String installation) {
        Container.Spec spec = container.spec();
        Map<String, String> labels = new TreeMap<>(spec.template().labels());
        labels.putAll(spec.routeLabels());
        labels.put(Labels.MANAGED_BY, installation);
        labels.put(Labels.NAMESPACE, Names.namespace(container));
        labels.put(Labels.APPLICATION, spec.application());
        labels.put(Labels.RELEASE, String.valueOf(spec.release()));
        labels.put(Labels.ORDINAL, String.valueOf(spec.ordinal()));
        labels.put(Labels.CONTAINER_UID, container.metadata().requireUid());
        labels.put(Labels.SPEC_HASH, specHash(container));
        return labels;
    }

    private static boolean isExec(@Nullable HealthCheck check) {
        return check != null && check.exec() != null;
    }
}
