package dev.roadstead.controller.plan;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.plan.ObservedContainer.Attachment;
import dev.roadstead.controller.plan.ObservedContainer.EngineHealth;
import dev.roadstead.controller.plan.ObservedContainer.Granted;
import dev.roadstead.controller.plan.ObservedContainer.State;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Containers, and what an engine says of them, in the states that tests begin with. */
final class ContainerScenes {
    static final Granted AS_SPECIFIED =
            new Granted(new Limits(Limits.DEFAULT_MEMORY, 0, Limits.DEFAULT_PIDS), Limits.DEFAULT_MEMORY, false, false);

    private ContainerScenes() {}

    static Container container(ContainerTemplate template) {
        Fleet fleet = new Fleet(Apps.of(1, "-").template(template), Nodes.ready("a"));
        fleet.policy(PolicyLevel.PRIVILEGED);
        fleet.pass();
        return fleet.container("web-1-0");
    }

    static Container stopped(Container running) {
        return new Container(running.metadata(), running.spec().with(DesiredState.Stopped, true), running.status());
    }

    static Container named(Container container, String name) {
        ObjectMeta metadata = container.metadata();
        ObjectMeta other = new ObjectMeta(
                name,
                metadata.namespace(),
                "another uid",
                metadata.resourceVersion(),
                metadata.generation(),
                metadata.creationTimestamp(),
                null,
                metadata.labels(),
                metadata.annotations(),
                metadata.finalizers(),
                metadata.ownerReferences());
        return new Container(other, container.spec(), container.status());
    }

    static Container deleted(Container running, Instant when) {
        var metadata = running.metadata();
        return new Container(
                new ObjectMeta(
                        metadata.name(),
                        metadata.namespace(),
                        metadata.uid(),
                        metadata.resourceVersion(),
                        metadata.generation(),
                        metadata.creationTimestamp(),
                        when,
                        metadata.labels(),
                        metadata.annotations(),
                        metadata.finalizers(),
                        metadata.ownerReferences()),
                running.spec(),
                running.status());
    }

    static ObservedContainer docker(State state, Map<String, String> labels) {
        return new ObservedContainer(
                "id",
                "shop.web.1.0",
                labels,
                state,
                null,
                false,
                null,
                null,
                Map.of("roadstead.shop", new Attachment("net", "172.18.0.2", List.of("web", "web-1-0"))),
                List.of(),
                Map.of(),
                AS_SPECIFIED,
                null);
    }

    static ObservedContainer times(
            ObservedContainer docker, @Nullable Integer code, Instant startedAt, @Nullable Instant finishedAt) {
        return new ObservedContainer(
                docker.id(),
                docker.name(),
                docker.labels(),
                docker.state(),
                code,
                false,
                startedAt,
                finishedAt,
                docker.networks(),
                docker.ports(),
                docker.volumes(),
                docker.granted(),
                null);
    }

    static ObservedContainer with(ObservedContainer docker, Map<String, Attachment> networks) {
        return copy(docker, docker.name(), networks, docker.granted(), null);
    }

    static ObservedContainer with(ObservedContainer docker, EngineHealth health) {
        return copy(docker, docker.name(), docker.networks(), docker.granted(), health);
    }

    static ObservedContainer named(ObservedContainer docker, String name) {
        return copy(docker, name, docker.networks(), docker.granted(), null);
    }

    static ObservedContainer granted(ObservedContainer docker, Granted granted) {
        return copy(docker, docker.name(), docker.networks(), granted, null);
    }

    private static ObservedContainer copy(
            ObservedContainer docker,
            String name,
            Map<String, Attachment> networks,
            Granted granted,
            @Nullable EngineHealth health) {
        return new ObservedContainer(
                docker.id(),
                name,
                docker.labels(),
                docker.state(),
                null,
                false,
                docker.startedAt(),
                null,
                networks,
                docker.ports(),
                docker.volumes(),
                granted,
                health);
    }
}
