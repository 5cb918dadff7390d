package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.plan.Scheduler.Placed;
import dev.roadstead.controller.plan.Scheduler.Request;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Node.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What must hold whatever the fleet looks like. Seeds are the numbers of the repetitions. */
class SchedulerPropertyTest {
    private static final List<String> ZONES = List.of("north", "south", "east");

    @RepeatedTest(200)
    void nothingIsOverCommittedAndNoRefusedNodeIsTaken(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Candidate> nodes = fleet(random);
        for (int i = 0; i < 40; i++) {
            Request request = request(random);
            Optional<Candidate> chosen = chosen(request, nodes);
            if (chosen.isEmpty()) {
                continue;
            }
            Candidate node = chosen.get();
            assertThat(node.ready()).isTrue();
            assertThat(node.has("DiskPressure")).isFalse();
            assertThat(node.node().spec().unschedulable() || node.node().spec().drain())
                    .isFalse();
            assertThat(Taints.untolerated(node.node(), request.placement(), List.of(Effect.NoSchedule)))
                    .isEmpty();
            nodes = placed(nodes, node, request, i);
            for (Candidate each : nodes) {
                Demand free = each.free();
                assertThat(free == null || (free.cpuNano() >= 0 && free.memoryBytes() >= 0))
                        .as(each.name())
                        .isTrue();
            }
        }
    }

    @RepeatedTest(100)
    void theOrderOfTheNodesDoesNotMatter(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Candidate> nodes = fleet(random);
        Request request = request(random);
        List<Candidate> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled, random);
        assertThat(Scheduler.place(request, shuffled)).isEqualTo(Scheduler.place(request, nodes));
    }

    @RepeatedTest(100)
    void oneNodeMoreNeverMakesPlacingImpossible(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Candidate> nodes = fleet(random);
        Request request = request(random);
        List<Candidate> more = new ArrayList<>(nodes);
        more.add(host(random, "zz").with());
        if (Scheduler.place(request, nodes) instanceof Placed) {
            assertThat(Scheduler.place(request, more)).isInstanceOf(Placed.class);
        }
    }

    @RepeatedTest(50)
    void equalNodesDifferByAtMostOne(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Candidate> nodes = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            nodes.add(Hosts.named("n" + i).with());
        }
        List<Candidate> now = List.copyOf(nodes);
        Request request = new Request("shop", "web", 1, Hosts.asking("100m", "1Mi"), null, false);
        for (int i = 0; i < 50; i++) {
            now = placed(now, chosen(request, now).orElseThrow(), request, i);
            IntSummaryStatistics counts =
                    now.stream().mapToInt(node -> node.siblings("shop", "web")).summaryStatistics();
            assertThat(counts.getMax() - counts.getMin()).isLessThanOrEqualTo(1);
        }
    }

    @RepeatedTest(50)
    void sumsKeptOneByOneAreTheSumsOfTheWhole(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Hosts host = host(random, "a");
        Candidate grown = host.with();
        List<Container> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            if (!all.isEmpty() && random.nextInt(3) == 0) {
                grown = grown.without(all.remove(random.nextInt(all.size())));
            } else {
                Container more =
                        Hosts.container("app" + random.nextInt(3), 1 + random.nextInt(2), i, "a", template(random));
                all.add(more);
                grown = grown.with(more);
            }
        }
        Candidate whole = new Candidate(host.node(), all);
        assertThat(grown.free()).isEqualTo(whole.free());
        assertThat(grown.load()).isEqualTo(whole.load());
        for (String app : List.of("app0", "app1", "app2")) {
            assertThat(grown.siblings("shop", app)).isEqualTo(whole.siblings("shop", app));
            assertThat(grown.siblings("shop/" + app)).isEqualTo(whole.siblings("shop/" + app));
        }
    }

    private static Optional<Candidate> chosen(Request request, List<Candidate> nodes) {
        return Scheduler.place(request, nodes) instanceof Placed(String name)
                ? nodes.stream().filter(node -> node.name().equals(name)).findFirst()
                : Optional.empty();
    }

    private static List<Candidate> placed(List<Candidate> nodes, Candidate on, Request request, int ordinal) {
        Container container =
                Hosts.container(request.application(), request.release(), ordinal, on.name(), request.template());
        return nodes.stream()
                .map(node -> node.name().equals(on.name()) ? node.with(container) : node)
                .toList();
    }

    private static List<Candidate> fleet(Random random) {
        List<Candidate> nodes = new ArrayList<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            nodes.add(host(random, "n" + i).with());
        }
        return nodes;
    }

    private static Hosts host(Random random, String name) {
        Hosts host = Hosts.named(name)
                .room(1 + random.nextInt(8) + "", 1 + random.nextInt(16) + "Gi")
                .label("zone", ZONES.get(random.nextInt(3)));
        return switch (random.nextInt(8)) {
            case 0 -> host.cordon();
            case 1 -> host.draining();
            case 2 -> host.notReady();
            case 3 -> host.fullDisk();
            case 4 -> host.taint("only", "some", Effect.NoSchedule);
            case 5 -> host.taint("rather", null, Effect.PreferNoSchedule);
            default -> host;
        };
    }

    private static Request request(Random random) {
        @Nullable
        Placement placement = random.nextBoolean()
                ? null
                : new Placement(
                        null,
                        random.nextInt(3) == 0 ? Map.of("zone", ZONES.get(random.nextInt(3))) : Map.of(),
                        List.of(),
                        random.nextBoolean() ? List.of("zone") : List.of(),
                        random.nextBoolean() ? Preference.Pack : Preference.Spread);
        return new Request("shop", "app" + random.nextInt(3), 1, template(random), placement, random.nextInt(5) == 0);
    }

    private static ContainerTemplate template(Random random) {
        return Hosts.asking(random.nextInt(3000) + "m", random.nextInt(4096) + "Mi");
    }
}
