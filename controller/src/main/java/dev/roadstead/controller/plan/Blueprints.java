package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.HealthCheck;
import dev.roadstead.model.ContainerTemplate.Limits;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.SpecHash;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Draws up what a Docker container is created from. */
public final class Blueprints {
    static final long DEFAULT_MEMORY = 512L * 1024 * 1024;
    static final int DEFAULT_PIDS = 512;

    private Blueprints() {}

    public static Blueprint of(Container container, Map<String, String> environment, String installation) {
        ContainerTemplate template = container.spec().template();
        Limits limits = template.resources().limits();
        Quantity memory = limits.memory();
        Quantity cpu = limits.cpu();
        Integer pids = limits.pids();
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
                cpu == null ? 0 : cpu.nano(),
                memory == null ? DEFAULT_MEMORY : memory.value(),
                pids == null ? DEFAULT_PIDS : pids,
                isExec(check) ? check : null,
                template.stopGracePeriod(),
                template.stopSignal(),
                template.security().readOnlyRootFilesystem(),
                template.security().capabilities().add(),
                template.security().capabilities().drop(),
                labels(container, installation),
                template.logging(),
                Names.network(Names.namespace(container)),
                aliases(container));
    }

    /** By which a container that was made from another specification is told; values of secrets are not in it. */
    public static String specHash(Container container) {
        return SpecHash.of(container.spec().template());
    }

    /** Labels of the network of a namespace. */
    static Map<String, String> networkLabels(String namespace, String installation) {
        return Map.of(Labels.MANAGED_BY, installation, Labels.NAMESPACE, namespace);
    }

    /** All containers of an application answer to its name; each one to its own as well. */
    static List<String> aliases(Container container) {
        return List.of(container.spec().application(), container.metadata().name());
    }

    private static Map<String, String> labels(Container container, String installation) {
        Container.Spec spec = container.spec();
        Map<String, String> labels = new TreeMap<>(spec.template().labels());
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
