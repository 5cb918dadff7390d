package dev.roadstead.controller.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkQueueConcurrencyTest {
    private static final int KEYS = 7;
    private static final int PRODUCERS = 8;
    private static final int WORKERS = 8;
    private static final int ADDS = 2_000;

    private final WorkQueue queue = new WorkQueue(System::nanoTime);
    private final Map<String, AtomicInteger> wanted = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> inProcess = new ConcurrentHashMap<>();
    private final AtomicInteger overlaps = new AtomicInteger();

    /** Each add raises the key's version; a worker notes the version that it sees: the last one must be seen. */
    @RepeatedTest(5)
    void everyAddIsFollowedByAPassAndNoKeyIsWithTwoWorkers() throws InterruptedException {
        long seed = System.nanoTime();
        for (int i = 0; i < KEYS; i++) {
            String key = "key-" + i;
            wanted.put(key, new AtomicInteger());
            seen.put(key, new AtomicInteger());
            inProcess.put(key, new AtomicInteger());
        }
        List<Thread> workers = startAll(WORKERS, i -> this::work);
        List<Thread> producers = startAll(PRODUCERS, i -> () -> produce(generator(seed + i)));

        for (Thread producer : producers) {
            producer.join();
        }
        Eventually.await(
                "the last version of every key is seen (seed " + seed + ")",
                () -> wanted.keySet().stream()
                        .allMatch(key ->
                                count(seen, key).get() == count(wanted, key).get()));
        queue.shutDown();
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(overlaps).as("seed %d", seed).hasValue(0);
    }

    /** The worker that watched the clock for the delayed key takes another one and keeps it. */
    @Test
    void aDelayedKeyIsNotLateBecauseItsWaiterGotSomethingElse() throws InterruptedException {
        AtomicInteger delayedSeen = new AtomicInteger();
        List<Thread> workers = startAll(2, i -> () -> {
            try {
                String key = queue.take();
                if ("delayed".equals(key)) {
                    delayedSeen.incrementAndGet();
                } else if (key != null) {
                    Eventually.await("the delayed key is taken", () -> delayedSeen.get() == 1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (Thread worker : workers) {
            Eventually.await("the worker waits", () -> worker.getState() == Thread.State.TIMED_WAITING);
        }
        queue.addAfter("delayed", Duration.ofMillis(50));
        queue.add("other");
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(delayedSeen).hasValue(1);
    }

    @Test
    void shutDownEndsAllWaiting() throws InterruptedException {
        List<Thread> workers = startAll(4, i -> this::work);
        for (Thread worker : workers) {
            Eventually.await("the worker waits", () -> worker.getState() == Thread.State.TIMED_WAITING);
        }

        queue.shutDown();

        for (Thread worker : workers) {
            worker.join();
        }
    }

    private void produce(RandomGenerator random) {
        for (int i = 0; i < ADDS; i++) {
            String key = "key-" + random.nextInt(KEYS);
            count(wanted, key).incrementAndGet();
            if (random.nextInt(4) == 0) {
                queue.addAfter(key, Duration.ofNanos(random.nextInt(1_000_000)));
            } else {
                queue.add(key);
            }
        }
    }

    private void work() {
        try {
            for (String key = queue.take(); key != null; key = queue.take()) {
                if (count(inProcess, key).incrementAndGet() != 1) {
                    overlaps.incrementAndGet();
                }
                count(seen, key).set(count(wanted, key).get());
                LockSupport.parkNanos(1_000);
                count(inProcess, key).decrementAndGet();
                queue.done(key);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static AtomicInteger count(Map<String, AtomicInteger> counts, String key) {
        return Objects.requireNonNull(counts.get(key));
    }

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static List<Thread> startAll(int count, IntFunction<Runnable> body) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofPlatform().daemon().start(body.apply(i)));
        }
        return threads;
    }
}
