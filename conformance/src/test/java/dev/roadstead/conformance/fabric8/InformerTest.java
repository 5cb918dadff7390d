package dev.roadstead.conformance.fabric8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.conformance.TestServer;
import dev.roadstead.conformance.WithServer;
import dev.roadstead.testkit.Eventually;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An informer's store ends as the server's, whatever happened to its connections. */
@ExtendWith(WithServer.class)
@Timeout(60)
final class InformerTest {
    private static final int OBJECTS = 500;

    @Test
    void informersLoseNothingWhenTheirConnectionIsCut(TestServer server) throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(server.url().getPort());
                KubernetesClient watching = Clients.through(server, proxy.port());
                KubernetesClient writing = Clients.of(server)) {
            var widgets = writing.resources(Widget.class).inNamespace(watching.getNamespace());
            try (SharedIndexInformer<Widget> informer =
                    watching.resources(Widget.class).runnableInformer(0)) {
                informer.start();
                for (int i = 0; i < OBJECTS; i++) {
                    widgets.resource(Widget.of("w" + i, 1)).create();
                    if (i % 3 == 0) {
                        widgets.withName("w" + i).edit(InformerTest::grown);
                    }
                    if (i % 5 == 0) {
                        widgets.withName("w" + i).delete();
                    }
                    if (i % 50 == 25) {
                        proxy.cut();
                    }
                }
                Map<String, String> stored = versions(widgets.list().getItems());
                assertThat(stored).hasSize(OBJECTS * 4 / 5);

                Eventually.eventually(
                        () -> assertThat(versions(informer.getStore().list())).isEqualTo(stored));
            }
        }
    }

    private static Widget grown(Widget widget) {
        widget.getSpec().size = 2;
        return widget;
    }

    private static Map<String, String> versions(Iterable<Widget> widgets) {
        Map<String, String> versions = new TreeMap<>();
        widgets.forEach(widget -> versions.put(
                widget.getMetadata().getName(), widget.getMetadata().getResourceVersion()));
        return versions;
    }
}
