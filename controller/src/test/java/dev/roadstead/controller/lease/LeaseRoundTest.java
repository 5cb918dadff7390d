package dev.roadstead.controller.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.lease.Ownership.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LeaseRoundTest {
    private static final Duration DURATION = Duration.ofSeconds(15);
    private static final Duration TRUSTED = Duration.ofSeconds(10);
    private static final List<String> SHARDS =
            IntStream.range(0, 20).mapToObj(i -> "node/" + i).toList();

    private final Clocks clocks = new Clocks();
    private final Effects effects = new Effects();
    private final MemoryApi api = new MemoryApi(effects, clocks::now);

    /** All servers of a test live on one machine, whose clocks are turned by hand. */
    private static final class Clocks implements Time {
        private long nanos = 42;
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant now() {
            return now;
        }

        void advance(Duration time) {
            nanos += time.toNanos();
            now = now.plus(time);
        }
    }

    private LeaseRound server(String name) {
        return new LeaseRound(api, name, DURATION, TRUSTED, clocks);
    }

    private static long owned(LeaseRound server) {
        return SHARDS.stream().filter(server::owns).count();
    }

    @Test
    void aServerAloneOwnsEverythingAfterOneWrite() {
        LeaseRound alone = server("a");
        assertThat(alone.claim("node/1")).isEqualTo(Claim.UNCLEAR);
        assertThat(alone.renew()).isTrue();
        assertThat(effects.done()).containsExactly("create leases/roadstead-system/a");
        assertThat(owned(alone)).isEqualTo(20);
        assertThat(alone.renew()).as("nothing new").isFalse();
    }

    @Test
    void aServerThatIsStartedAgainNeedNotWaitForItsFormerSelf() {
        server("a").renew();
        LeaseRound again = server("a");
        again.renew();
        assertThat(owned(again)).isEqualTo(20);
    }

    @Test
    void oneThatComesWaitsUntilTheOtherKnowsOfItAndThenTheyShare() {
        LeaseRound first = server("a");
        first.renew();
        LeaseRound second = server("b");
        second.renew();
        assertThat(owned(second)).as("the first has not heard of it").isZero();
        assertThat(owned(first)).isEqualTo(20);
        assertThat(first.renew()).isTrue();
        assertThat(owned(first)).as("ceded before it is said").isBetween(1L, 19L);
        second.renew();
        assertThat(owned(first) + owned(second)).isEqualTo(20);
    }

    @Test
    void theWorkOfOneThatLeavesIsTakenAtOnceAndOfOneThatDiesAfterTheWait() {
        LeaseRound first = server("a");
        LeaseRound second = server("b");
        LeaseRound third = server("c");
        settle(first, second, third);
        second.release();
        settle(first, third);
        assertThat(owned(first) + owned(third)).isEqualTo(20);
        clocks.advance(Duration.ofSeconds(9));
        first.renew();
        clocks.advance(Duration.ofSeconds(5));
        first.renew();
        assertThat(owned(first)).as("the third may still be at it").isLessThan(20);
        clocks.advance(Duration.ofSeconds(2));
        first.renew();
        assertThat(owned(first)).isEqualTo(20);
    }

    @Test
    void oneThatWasFrozenOwnsNothingUntilItIsKnownAgain() {
        LeaseRound first = server("a");
        LeaseRound second = server("b");
        settle(first, second);
        for (int i = 0; i < 6; i++) {
            clocks.advance(Duration.ofSeconds(3));
            first.renew();
        }
        assertThat(owned(first)).isEqualTo(20);
        assertThat(owned(second))
                .as("its own claim ran out while it was frozen")
                .isZero();
        second.renew();
        assertThat(owned(second)).as("it lives anew, and is not known").isZero();
        settle(first, second);
        assertThat(owned(first) + owned(second)).isEqualTo(20);
        assertThat(owned(second)).isPositive();
    }

    @Test
    void aClaimRunsOutWhenTheWallClockSaysSoEvenIfTheOtherStoodStill() {
        LeaseRound alone = server("a");
        alone.renew();
        clocks.now = clocks.now.plusSeconds(60);
        assertThat(owned(alone)).as("the machine was suspended").isZero();
    }

    @Test
    void aLeaseThatSomebodyTookAwayEndsTheClaim() {
        LeaseRound first = server("a");
        LeaseRound second = server("b");
        settle(first, second);
        Lease lease = api.find(Lease.TYPE, LeaseRound.NAMESPACE, "a").orElseThrow();
        api.delete(Lease.TYPE, LeaseRound.NAMESPACE, "a", lease.metadata().requireUid());
        second.renew();
        first.renew();
        assertThat(owned(first)).as("a new life, not known yet").isZero();
        settle(first, second);
        assertThat(owned(first) + owned(second)).isEqualTo(20);
    }

    private static void settle(LeaseRound... servers) {
        for (int i = 0; i < 3; i++) {
            for (LeaseRound server : servers) {
                server.renew();
            }
        }
    }

    /**
     * Whatever freezes, dies, comes back or loses its line, and in whatever order they renew: never two owners; and when it is
     * quiet again, exactly one.
     */
    @RepeatedTest(60)
    void noShardEverHasTwoOwners(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        List<LeaseRound> servers = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            servers.add(server(name));
        }
        for (int step = 0; step < 300; step++) {
            int which = random.nextInt(servers.size());
            switch (random.nextInt(12)) {
                case 0 -> servers.set(which, server(name(which)));
                case 1 -> servers.get(which).release();
                case 2 -> cutOff(servers.get(which), random);
                case 3, 4, 5 -> clocks.advance(Duration.ofMillis(random.nextInt(6000)));
                default -> {
                    boolean _ = servers.get(which).renew();
                }
            }
            requireOneOwnerAtMost(servers, seed, step);
        }
        clocks.advance(DURATION);
        settle(servers.toArray(LeaseRound[]::new));
        for (String shard : SHARDS) {
            assertThat(servers.stream().filter(server -> server.owns(shard)).count())
                    .as("seed %d: owners of %s in the end", seed, shard)
                    .isEqualTo(1);
        }
    }

    private static String name(int index) {
        return String.valueOf((char) ('a' + index));
    }

    /** The process dies, or its line is cut, before or after one of the effects of a round. */
    private void cutOff(LeaseRound server, Random random) {
        Effects failing = new Effects();
        failing.killAt(random.nextInt(2), random.nextBoolean());
        api.effects(failing);
        try {
            boolean _ = server.renew();
        } catch (Effects.Killed | ApiCallException e) {
            // as it was to be
        } finally {
            api.effects(effects);
        }
    }

    private static void requireOneOwnerAtMost(List<LeaseRound> servers, long seed, int step) {
        for (String shard : SHARDS) {
            assertThat(servers.stream().filter(server -> server.owns(shard)).count())
                    .as("seed %d, step %d: owners of %s", seed, step, shard)
                    .isLessThanOrEqualTo(1);
        }
    }
}
