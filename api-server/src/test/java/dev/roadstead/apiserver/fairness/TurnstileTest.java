package dev.roadstead.apiserver.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class TurnstileTest {
    private static final Flow ADA = new Flow("", "ada", "kubectl");
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Turnstile turnstile = new Turnstile(
            new FairnessLimits(
                    new Bound(3, 500, Rate.UNLIMITED),
                    new Bound(3, 500, Rate.UNLIMITED),
                    new Bound(2, 500, Rate.UNLIMITED),
                    new Bound(2, 500, Rate.UNLIMITED),
                    1,
                    Set.of(),
                    LONG),
            System::nanoTime);

    @Test
    void aRequestWaitsUntilAnotherIsDone() throws Exception {
        Seat first = turnstile.enter(ADA, 2, LONG);
        CompletableFuture<Seat> second = new CompletableFuture<>();
        Thread waiter = Thread.startVirtualThread(() -> enter(second));
        Eventually.await("the second waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);
        assertThat(second).isNotDone();
        first.close();
        second.get().close();
    }

    @Test
    void aWaitInVainIsRefusedAndLeavesTheQueue() throws Exception {
        try (Seat taken = turnstile.enter(ADA, 2, LONG)) {
            assertThat(taken).isNotNull();
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> turnstile.enter(ADA, 1, SHORT))
                    .satisfies(e -> assertThat(e.fault()).isInstanceOf(ApiFault.TooManyRequests.class));
        }
        turnstile.enter(ADA, 2, SHORT).close();
    }

    @Test
    void aSeatIsGivenBackOnce() throws Exception {
        Seat first = turnstile.enter(ADA, 1, LONG);
        first.close();
        first.close();
        Seat second = turnstile.enter(ADA, 2, SHORT);
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> turnstile.enter(ADA, 1, SHORT));
        second.close();
    }

    @Test
    void anInterruptedWaitLeavesTheQueue() throws Exception {
        Seat first = turnstile.enter(ADA, 2, LONG);
        CompletableFuture<Seat> second = new CompletableFuture<>();
        Thread waiter = Thread.startVirtualThread(() -> enter(second));
        Eventually.await("the second waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);
        waiter.interrupt();
        waiter.join();
        assertThat(second).isCompletedExceptionally();
        first.close();
        turnstile.enter(ADA, 2, SHORT).close();
    }

    @Test
    void manyThreadsShareFewSeats() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var served = IntStream.range(0, 400)
                    .mapToObj(i -> threads.submit(() -> {
                        try (Seat seat = turnstile.enter(new Flow("", "user-" + i % 5, "client"), 1, LONG)) {
                            assertThat(seat).isNotNull();
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            inside.decrementAndGet();
                        }
                        return i;
                    }))
                    .toList();
            for (Future<Integer> each : served) {
                each.get();
            }
        }
        assertThat(most.get()).isBetween(1, 2);
    }

    private void enter(CompletableFuture<Seat> seat) {
        try {
            seat.complete(turnstile.enter(ADA, 1, LONG));
        } catch (InterruptedException e) {
            seat.completeExceptionally(e);
            Thread.currentThread().interrupt();
        }
    }
}
