package dev.roadstead.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControllerLoopTest {
    private static final LoopConfig CONFIG =
            new LoopConfig(2, Duration.ofSeconds(10), Duration.ofMillis(5), Duration.ofMillis(20));

    private final ConcurrentLinkedQueue<String> passes = new ConcurrentLinkedQueue<>();

    @Test
    void aDoneKeyIsNotWorkedOnAgain() {
        try (ControllerLoop loop = start(CONFIG, key -> Outcome.DONE)) {
            loop.enqueue("a");
            Eventually.await("the pass is counted", () -> loop.stats().passes() == 1);
            loop.enqueue("b");
            Eventually.await("the pass is counted", () -> loop.stats().passes() == 2);

            assertThat(passes).containsExactly("a", "b");
            assertThat(loop.stats().failures()).isZero();
            assertThat(loop.stats().busy()).isPositive();
        }
    }

    @Test
    void anOutcomeOfAfterOrRetryBringsTheKeyBack() {
        List<Outcome> comesBack = List.of(new Outcome.After(Duration.ofMillis(5)), new Outcome.Retry("not yet"));
        for (Outcome outcome : comesBack) {
            AtomicInteger count = new AtomicInteger();
            try (ControllerLoop loop = start(CONFIG, key -> count.incrementAndGet() < 3 ? outcome : Outcome.DONE)) {
                loop.enqueue("a");
                Eventually.await(
                        "it came back twice after " + outcome,
                        () -> loop.stats().passes() == 3);
                assertThat(loop.stats().failures()).isZero();
            }
        }
    }

    @Test
    void aTerminalKeyWaitsForAChange() {
        try (ControllerLoop loop = start(CONFIG, key -> new Outcome.Terminal("the image name is wrong"))) {
            loop.enqueue("a");
            Eventually.await("the pass is counted", () -> loop.stats().passes() == 1);
            loop.enqueue("a");
            Eventually.await("the pass is counted", () -> loop.stats().passes() == 2);

            assertThat(passes).hasSize(2);
        }
    }

    @Test
    void aConflictIsTriedAgainAndIsNoFailure() {
        AtomicInteger count = new AtomicInteger();
        try (ControllerLoop loop = start(CONFIG, key -> {
            if (count.incrementAndGet() < 3) {
                throw new ApiCallException(409, "Conflict", "the object has been modified", null);
            }
            return Outcome.DONE;
        })) {
            loop.enqueue("a");
            Eventually.await("the third pass succeeded", () -> loop.stats().passes() == 3);

            assertThat(loop.stats().conflicts()).isEqualTo(2);
            assertThat(loop.stats().failures()).isZero();
        }
    }

    /** I12. */
    @Test
    void poisonKeysBackOffAloneAndTheOthersGoOn() {
        LoopConfig patient = new LoopConfig(2, Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(1));
        try (ControllerLoop loop = start(patient, key -> {
            if (key.startsWith("poison")) {
                throw new StackOverflowError("boom");
            }
            return Outcome.DONE;
        })) {
            for (int i = 0; i < 10; i++) {
                loop.enqueue("poison-" + i);
            }
            Eventually.await("all poison was tasted", () -> loop.stats().failures() == 10);
            long begin = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                loop.enqueue("good-" + i);
            }
            Eventually.await(
                    "the good ones are done",
                    () -> loop.stats().passes() - loop.stats().failures() == 1_000);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            assertThat(loop.stats().depth()).isZero();
        }
    }

    @Test
    void aPassThatTakesTooLongIsInterruptedAndTriedAgain() {
        AtomicBoolean interrupted = new AtomicBoolean();
        LoopConfig hasty = new LoopConfig(1, Duration.ofMillis(20), Duration.ofMillis(5), Duration.ofMillis(5));
        try (ControllerLoop loop = start(hasty, key -> {
            if (!interrupted.get()) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                    throw e;
                }
            }
            return Outcome.DONE;
        })) {
            loop.enqueue("a");
            Eventually.await("the second pass succeeded", () -> loop.stats().passes() == 2);

            assertThat(interrupted).isTrue();
            assertThat(loop.stats().timeouts()).isEqualTo(1);
        }
    }

    /** What ignores the interrupt still has its key: nobody else may work on it. */
    @Test
    void aPassThatIgnoresItsInterruptKeepsItsKey() {
        AtomicInteger together = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        LoopConfig hasty = new LoopConfig(2, Duration.ofMillis(10), Duration.ofMillis(5), Duration.ofMillis(5));
        try (ControllerLoop loop = start(hasty, key -> {
            most.accumulateAndGet(together.incrementAndGet(), Math::max);
            boolean released = false;
            while (!released) {
                try {
                    release.await();
                    released = true;
                } catch (InterruptedException e) {
                    // The point of this test.
                }
            }
            together.decrementAndGet();
            return Outcome.DONE;
        })) {
            loop.enqueue("a");
            Eventually.await("the deadline has passed", () -> loop.stats().timeouts() == 1);
            loop.enqueue("a");
            Eventually.await("the key waits", () -> loop.stats().depth() == 1);
            release.countDown();
            Eventually.await("both passes have ended", () -> loop.stats().passes() == 2);

            assertThat(most).hasValue(1);
        }
    }

    @Test
    void closingInterruptsWhatRunsAndStartsNothingMore() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        ControllerLoop loop = start(CONFIG, key -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
            return Outcome.DONE;
        });
        loop.enqueue("a");
        Eventually.await("the pass has begun", () -> begun.getCount() == 0);

        loop.close();
        loop.enqueue("b");

        assertThat(interrupted).isTrue();
        assertThat(loop.stats().depth()).isZero();
        assertThat(passes).containsExactly("a");
    }

    /** I10: an engine that never answers, with two hundred containers on it. */
    @Test
    void aLaneWhosePassesAllHangHoldsUpNoOther() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        Reconciler reconciler = key -> {
            if (key.startsWith("hung")) {
                hanging.incrementAndGet();
                never.await();
            }
            others.incrementAndGet();
            return Outcome.DONE;
        };
        LoopConfig narrow = CONFIG.withWorkers(3);
        try (ControllerLoop loop = new ControllerLoop("test", reconciler, narrow, key -> key.substring(0, 4))) {
            for (int i = 0; i < 200; i++) {
                loop.enqueue("hung-" + i);
            }
            loop.start();
            Eventually.await("the lane is full", () -> hanging.get() == 3);
            long begin = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                loop.enqueue("well-" + i);
            }
            Eventually.await("all others are done", () -> others.get() == 1_000);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            assertThat(hanging).hasValue(3);
        }
    }

    @Test
    void aPassThatOnlyWaitsLeavesItsPlaceToOthers() {
        CountDownLatch pulled = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        var late = new java.util.concurrent.atomic.AtomicReference<ControllerLoop>();
        Reconciler reconciler = key -> {
            if (key.startsWith("pull")) {
                late.get().whileAside(() -> {
                    try {
                        pulled.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            ended.incrementAndGet();
            return Outcome.DONE;
        };
        try (ControllerLoop loop = new ControllerLoop("test", reconciler, CONFIG.withWorkers(1))) {
            late.set(loop);
            for (int i = 0; i < 10; i++) {
                loop.enqueue("pull-" + i);
            }
            loop.enqueue("quick");
            loop.start();
            Eventually.await("the quick one is done", () -> ended.get() == 1);
            pulled.countDown();
            Eventually.await("all are done", () -> ended.get() == 11);
        }
    }

    private ControllerLoop start(LoopConfig config, Reconciler reconciler) {
        ControllerLoop loop = new ControllerLoop(
                "test",
                key -> {
                    passes.add(key);
                    return reconciler.reconcile(key);
                },
                config);
        loop.start();
        return loop;
    }
}
