package dev.roadstead.conformance.fabric8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.conformance.TestServer;
import dev.roadstead.conformance.WithServer;
import dev.roadstead.testkit.Eventually;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServer.class)
@Timeout(60)
final class WatchesTest {
    private KubernetesClient client;

    @BeforeEach
    void connect(TestServer server) {
        client = Clients.of(server);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void watchersSeeEveryChangeInOrder() throws InterruptedException {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (Watch _ = client.resources(Widget.class).watch(recordingInto(events))) {
            var web = client.resources(Widget.class).resource(Widget.of("web", 1));
            web.create();
            web.edit(widget -> {
                widget.getSpec().size = 2;
                return widget;
            });
            web.delete();

            for (String expected : List.of("ADDED web 1", "MODIFIED web 2", "DELETED web 2")) {
                assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(expected);
            }
        }
    }

    @Test
    void waitingEndsWhenTheConditionHolds() {
        var web = client.resources(Widget.class).resource(Widget.of("web", 1));
        web.create();

        CompletableFuture<Widget> waiting = CompletableFuture.supplyAsync(
                () -> web.waitUntilCondition(widget -> widget.getStatus() != null, 20, TimeUnit.SECONDS));
        web.editStatus(widget -> {
            widget.setStatus(new Widget.Status("Up"));
            return widget;
        });

        assertThat(waiting.join().getStatus().phase).isEqualTo("Up");
    }

    @Test
    void selectedWatchersSeeObjectsComeAndGo() {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (Watch _ = client.resources(Widget.class).withLabel("seen").watch(recordingInto(events))) {
            var web = client.resources(Widget.class).resource(Widget.of("web", 1));
            web.create();
            web.edit(widget -> {
                widget.getMetadata().getLabels().put("seen", "yes");
                return widget;
            });
            web.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"labels\": {\"seen\": null}}}");

            Eventually.eventually(() -> assertThat(events).containsExactly("ADDED web 1", "DELETED web 1"));
        }
    }

    @Test
    void ownedObjectsGoWithTheirOwner() {
        ConfigMap owner = client.configMaps()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("owner")
                        .endMetadata()
                        .build())
                .create();
        Widget owned = Widget.of("web", 3);
        owned.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("owner")
                        .withUid(owner.getMetadata().getUid())
                        .withBlockOwnerDeletion(true)
                        .build()));
        client.resource(owned).create();

        client.configMaps()
                .withName("owner")
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();

        client.resources(Widget.class)
                .withName("web")
                .waitUntilCondition(widget -> widget == null, 10, TimeUnit.SECONDS);
        client.configMaps().withName("owner").waitUntilCondition(configMap -> configMap == null, 10, TimeUnit.SECONDS);
    }

    private static Watcher<Widget> recordingInto(BlockingQueue<String> events) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Widget widget) {
                if (action != Action.BOOKMARK) {
                    events.add(action + " " + widget.getMetadata().getName() + " " + widget.getSpec().size);
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                events.add("ended: " + cause.getMessage());
            }
        };
    }
}
