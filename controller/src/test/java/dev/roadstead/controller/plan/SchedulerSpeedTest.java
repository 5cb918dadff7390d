package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.plan.Scheduler.Placed;
import dev.roadstead.controller.plan.Scheduler.Request;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.ContainerTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thousand nodes in ten zones, ten thousand containers of ten applications, one after the other. */
class SchedulerSpeedTest {
    private static final Logger log = LoggerFactory.getLogger(SchedulerSpeedTest.class);
    private static final int NODES = 1_000;
    private static final int APPLICATIONS = 10;
    private static final int REPLICAS = 1_000;

    @Test
    void tenThousandContainersArePlacedOnAThousandNodesInSeconds() {
        List<Candidate> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            nodes.add(Hosts.named("n%03d".formatted(i))
                    .room("16", "64Gi")
                    .label("zone", "z" + i % 10)
                    .with());
        }
        ContainerTemplate template = Hosts.asking("500m", "1Gi");
        Placement zones = new Placement(null, Map.of(), List.of(), List.of("zone"), Preference.Spread);
        long begin = System.nanoTime();
        for (int app = 0; app < APPLICATIONS; app++) {
            for (int ordinal = 0; ordinal < REPLICAS; ordinal++) {
                place(nodes, new Request("shop", "app" + app, 1, template, zones, false), ordinal);
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        log.info("{} containers on {} nodes in {}", APPLICATIONS * REPLICAS, NODES, took);
        assertThat(nodes).allSatisfy(node -> assertThat(node.containers()).hasSize(APPLICATIONS * REPLICAS / NODES));
        assertThat(took).isLessThan(Duration.ofSeconds(20));
    }

    private static void place(List<Candidate> nodes, Request request, int ordinal) {
        String chosen = ((Placed) Scheduler.place(request, nodes)).node();
        nodes.replaceAll(node -> node.name().equals(chosen)
                ? node.with(Hosts.container(request.application(), 1, ordinal, chosen, request.template()))
                : node);
    }
}
