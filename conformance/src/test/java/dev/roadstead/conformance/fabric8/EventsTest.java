package dev.roadstead.conformance.fabric8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.conformance.TestServer;
import dev.roadstead.conformance.WithServer;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events of events.k8s.io/v1, which recorders of newer controllers write, and those of the core group. */
@ExtendWith(WithServer.class)
@Timeout(60)
final class EventsTest {
    @Test
    void writtenInOneGroupAndSeenInBoth(TestServer server) throws InterruptedException {
        try (KubernetesClient client = Clients.of(server)) {
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            try (SharedIndexInformer<Event> informer =
                    client.events().v1().events().inform(collecting(seen))) {
                assertThat(informer.isRunning()).isTrue();
                Event created = client.resource(painted(client.getNamespace())).create();

                assertThat(created.getNote()).isEqualTo("It is blue now.");
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("boat.1 It is blue now.");
                assertThat(client.v1().events().withName("boat.1").get().getMessage())
                        .isEqualTo("It is blue now.");
                assertThat(client.v1()
                                .events()
                                .withField("involvedObject.name", "boat")
                                .list()
                                .getItems())
                        .hasSize(1);
                Event edited = client.events()
                        .v1()
                        .events()
                        .withName("boat.1")
                        .edit(event -> new EventBuilder(event)
                                .withNewSeries()
                                .withCount(2)
                                .withLastObservedTime(new MicroTime("2026-01-01T00:00:01.000000Z"))
                                .endSeries()
                                .build());
                assertThat(edited.getSeries().getCount()).isEqualTo(2);
                assertThat(client.events().v1().events().withName("boat.1").delete())
                        .hasSize(1);
                assertThat(client.v1().events().withName("boat.1").get()).isNull();
            }
        }
    }

    private static Event painted(String namespace) {
        return new EventBuilder()
                .withNewMetadata()
                .withName("boat.1")
                .endMetadata()
                .withEventTime(new MicroTime("2026-01-01T00:00:00.000001Z"))
                .withReportingController("example.com/painter")
                .withReportingInstance("painter-1")
                .withAction("Paint")
                .withReason("Painted")
                .withType("Normal")
                .withNote("It is blue now.")
                .withNewRegarding()
                .withKind("Boat")
                .withName("boat")
                .withNamespace(namespace)
                .endRegarding()
                .build();
    }

    private static ResourceEventHandler<Event> collecting(BlockingQueue<String> seen) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(Event event) {
                seen.add(event.getMetadata().getName() + " " + event.getNote());
            }

            @Override
            public void onUpdate(Event before, Event after) {}

            @Override
            public void onDelete(Event event, boolean unknown) {}
        };
    }
}
