package dev.roadstead.controller.plan;

import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.Amounts;
import dev.roadstead.model.ContainerTemplate.Limits;
import dev.roadstead.model.ContainerTemplate.Resources;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Capacity;
import dev.roadstead.model.Node.Effect;
import dev.roadstead.model.Node.Taint;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes as a scheduler meets them, and what stands on them. */
record Hosts(
        String name,
        boolean ready,
        boolean cordoned,
        boolean drain,
        boolean diskPressure,
        List<Taint> taints,
        Map<String, String> labels,
        @Nullable Capacity capacity,
        String os,
        String arch) {

    static Hosts named(String name) {
        return new Hosts(name, true, false, false, false, List.of(), Map.of(), null, "linux", "x86_64");
    }

    Hosts notReady() {
        return new Hosts(name, false, cordoned, drain, diskPressure, taints, labels, capacity, os, arch);
    }

    Hosts cordon() {
        return new Hosts(name, ready, true, drain, diskPressure, taints, labels, capacity, os, arch);
    }

    Hosts draining() {
        return new Hosts(name, ready, cordoned, true, diskPressure, taints, labels, capacity, os, arch);
    }

    Hosts fullDisk() {
        return new Hosts(name, ready, cordoned, drain, true, taints, labels, capacity, os, arch);
    }

    Hosts taint(String key, @Nullable String value, Effect effect) {
        List<Taint> one = List.of(new Taint(key, value, effect));
        return new Hosts(name, ready, cordoned, drain, diskPressure, one, labels, capacity, os, arch);
    }

    Hosts label(String key, String value) {
        return new Hosts(name, ready, cordoned, drain, diskPressure, taints, Map.of(key, value), capacity, os, arch);
    }

    Hosts room(String cpu, String memory) {
        Capacity all = new Capacity(Quantity.of(cpu), Quantity.of(memory));
        return new Hosts(name, ready, cordoned, drain, diskPressure, taints, labels, all, os, arch);
    }

    Hosts platform(String system, String architecture) {
        return new Hosts(name, ready, cordoned, drain, diskPressure, taints, labels, capacity, system, architecture);
    }

    Node node() {
        ObjectMeta metadata = new ObjectMeta(
                name, null, "uid-" + name, "1", 1, Instant.EPOCH, null, labels, Map.of(), List.of(), List.of());
        Node.Spec spec = new Node.Spec(
                new Node.Connection(new Node.Unix("/var/run/docker.sock"), null, null),
                null,
                cordoned,
                drain,
                taints,
                new Node.Failure(Duration.ofSeconds(40), Node.Failure.Evict.Never),
                Node.Ingress.NONE);
        Node.Engine engine = new Node.Engine("id-" + name, "28.0.0", "1.48", os, arch, "overlay2", "2");
        List<Condition> conditions = List.of(condition("Ready", ready), condition("DiskPressure", diskPressure));
        return new Node(
                metadata,
                spec,
                new Node.Status(1L, engine, capacity, null, null, null, 0, new Node.Retained(List.of()), conditions));
    }

    Candidate with(Container... containers) {
        return new Candidate(node(), List.of(containers));
    }

    private static Condition condition(String type, boolean is) {
        return new Condition(type, is ? Condition.Status.True : Condition.Status.False, 1L, Instant.EPOCH, "Test", "");
    }

    static ContainerTemplate asking(String cpu, String memory) {
        Amounts requests = new Amounts(Quantity.of(cpu), Quantity.of(memory));
        return with(Templates.image("app:1"), new Resources(requests, new Limits(null, null, null)));
    }

    static ContainerTemplate limited(ContainerTemplate base, String memory) {
        return with(base, new Resources(new Amounts(null, null), new Limits(null, Quantity.of(memory), null)));
    }

    private static ContainerTemplate with(ContainerTemplate base, Resources resources) {
        return new ContainerTemplate(
                base.image(),
                base.imagePullPolicy(),
                base.imagePullSecrets(),
                base.command(),
                base.args(),
                base.workingDir(),
                base.user(),
                base.env(),
                base.envFrom(),
                base.ports(),
                base.volumes(),
                base.hostNetwork(),
                resources,
                base.healthCheck(),
                base.stopGracePeriod(),
                base.hooks(),
                base.stopSignal(),
                base.security(),
                base.labels(),
                base.logging());
    }

    static Container container(String application, int release, int ordinal, String node, ContainerTemplate template) {
        String name = Names.container(application, release, ordinal);
        ObjectMeta metadata = new ObjectMeta(
                name, "shop", "uid-" + name, "1", 1, Instant.EPOCH, null, Map.of(), Map.of(), List.of(), List.of());
        return new Container(
                metadata,
                new Container.Spec(
                        application, release, ordinal, node, DesiredState.Running, template, Duration.ZERO, true, null),
                null);
    }
}
