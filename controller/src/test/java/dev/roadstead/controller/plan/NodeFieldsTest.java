package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Ingress;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.EnvVar;
import dev.roadstead.model.ContainerTemplate.KeyRef;
import dev.roadstead.model.ContainerTemplate.ValueFrom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a template leaves to the node is filled in where a container is placed, and filled in anew when the node changes. */
class NodeFieldsTest {
    private static final ContainerTemplate OPEN = Templates.changed(
            Templates.withEnvironment(
                    List.of(
                            new EnvVar("ADDRESS", ":$(node.httpPort)", null),
                            new EnvVar("OTHER", "$(other) $$ $(node.unknown)", null),
                            new EnvVar(
                                    "TOKEN",
                                    null,
                                    new ValueFrom(new KeyRef("edge-$(node.name)", "token", false), null, null))),
                    List.of()),
            json -> {
                json.putArray("args").add("--on=$(node.name):$(node.httpsPort)");
                var mounts = json.putArray("volumes");
                mounts.addObject().put("mountPath", "/data").put("volume", "data-$(node.name)");
                mounts.addObject()
                        .put("mountPath", "/etc/own")
                        .putObject("configMap")
                        .put("name", "all")
                        .putArray("items")
                        .addObject()
                        .put("key", "$(node.name).yaml")
                        .put("path", "own.yaml");
            });

    @Test
    void everyContainerHasWhatItsNodeSays() {
        Fleet fleet = fleet();
        ContainerTemplate b = on(fleet, "b").spec().template();
        assertThat(b.args()).containsExactly("--on=b:8443");
        assertThat(b.env().get(0).value()).isEqualTo(":8080");
        assertThat(b.env().get(1).value()).as("no field").isEqualTo("$(other) $$ $(node.unknown)");
        assertThat(Supplies.secrets(b)).containsExactly("edge-b");
        assertThat(VolumeMounts.names(b)).containsExactly("data-b");
        assertThat(b.volumes().get(1).configMap())
                .isNotNull()
                .satisfies(source -> assertThat(source.items().getFirst().key()).isEqualTo("b.yaml"));
        assertThat(fleet.release(1).spec().template()).isEqualTo(OPEN);
    }

    @Test
    void aNodesNewPortReplacesItsContainerAndNoOther() {
        Fleet fleet = fleet();
        String other = on(fleet, "a").metadata().name();
        fleet.node(Ingress.node("b", 9080, 8443));
        fleet.converge();
        assertThat(on(fleet, "b").spec().template().env().getFirst().value()).isEqualTo(":9080");
        assertThat(on(fleet, "a").metadata().name()).isEqualTo(other);
        assertThat(fleet.releases()).containsExactly("web-1");
    }

    @Test
    void nodesWhereRequestsComeInAreFoundByALabelThatNobodyWrites() {
        var ingress = Ingress.node("a", 80, 443);
        assertThat(NodeFilter.label(ingress, "roadstead.dev/ingress")).isEqualTo("true");
        assertThat(NodeFilter.label(
                        Nodes.labelled("b", java.util.Map.of("roadstead.dev/ingress", "true")),
                        "roadstead.dev/ingress"))
                .isEqualTo("false");
    }

    private static Fleet fleet() {
        Fleet fleet = new Fleet(
                Apps.of(1, "app:1").template(OPEN).global(), Ingress.node("a", 80, 443), Ingress.node("b", 8080, 8443));
        fleet.converge();
        return fleet;
    }

    private static Container on(Fleet fleet, String node) {
        return fleet.containers().stream()
                .filter(container -> container.spec().nodeName().equals(node))
                .findFirst()
                .orElseThrow();
    }
}
