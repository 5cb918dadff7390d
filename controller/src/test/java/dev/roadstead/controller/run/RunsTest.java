package dev.roadstead.controller.run;

import static dev.roadstead.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunsTest {
    private final List<String> woken = new CopyOnWriteArrayList<>();
    private final Places places = new Places(1, 2);
    private final Runs<String> runs = new Runs<>(places, woken::add);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        runs.close();
    }

    @Test
    void theResultIsKeptAndTheKeyWokenWhenTheWorkHasEnded() {
        assertThat(runs.enter("shop/a", "u1", "node")).isZero();
        assertThat(runs.state("shop/a", "u1")).isEmpty();

        runs.start("shop/a", "u1", progress -> "done");

        eventually(() -> assertThat(woken).containsExactly("shop/a"));
        assertThat(runs.state("shop/a", "u1")).contains(new RunState.Succeeded<>("done"));
        assertThat(runs.state("shop/a", "u1")).isPresent();
    }

    @Test
    void whatItThrowsIsKeptToo() {
        IOException full = new IOException("the disk is full");
        enterAndStart("shop/a", "node", progress -> {
            throw full;
        });

        eventually(() -> assertThat(runs.state("shop/a", "u1")).contains(new RunState.Failed<>(full)));
    }

    @Test
    void progressShowsWhileItWorks() {
        enterAndStart("shop/a", "node", progress -> {
            progress.at("reading", 42);
            release.await();
            return "";
        });

        eventually(() -> assertThat(runs.state("shop/a", "u1")).contains(new RunState.Active<>("reading", 42)));
    }

    @Test
    void nothingIsStartedTwiceAtATime() {
        CopyOnWriteArrayList<String> began = new CopyOnWriteArrayList<>();
        Work<String> work = progress -> {
            began.add("one");
            release.await();
            return "";
        };
        enterAndStart("shop/a", "node", work);
        runs.start("shop/a", "u1", work);
        eventually(() -> assertThat(began).hasSize(1));

        release.countDown();

        eventually(() -> assertThat(runs.state("shop/a", "u1")).contains(new RunState.Succeeded<>("")));
        assertThat(began).hasSize(1);
    }

    @Test
    void aNodeHasOnePlaceAndAllHaveTwoFirstComeFirstServed() {
        assertThat(runs.enter("shop/a", "u1", "n1")).isZero();
        assertThat(runs.enter("shop/b", "u1", "n1")).isEqualTo(1);
        assertThat(runs.enter("shop/c", "u1", "n2")).as("a full lane holds up no other").isZero();
        assertThat(runs.enter("shop/d", "u1", "n3")).as("two are there").isEqualTo(2);
        assertThat(runs.enter("shop/d", "u1", "n3")).as("asked again").isEqualTo(2);

        runs.drop("shop/c");

        assertThat(woken).containsExactly("shop/d");
        assertThat(runs.enter("shop/d", "u1", "n3")).isZero();
        runs.drop("shop/a");
        assertThat(woken).containsExactly("shop/d", "shop/b");
    }

    @Test
    void placesAreSharedWithOtherKindsOfWork() {
        try (Runs<Integer> others = new Runs<>(places, woken::add)) {
            others.enter("shop/a", "u9", "n1");

            assertThat(runs.enter("shop/a", "u1", "n1")).isEqualTo(1);
            others.drop("shop/a");

            assertThat(woken).containsExactly("shop/a");
            assertThat(runs.enter("shop/a", "u1", "n1")).isZero();
        }
    }

    @Test
    void withoutAPlaceNothingIsStarted() {
        runs.enter("shop/a", "u1", "n1");
        runs.enter("shop/b", "u1", "n1");

        assertThatThrownBy(() -> runs.start("shop/b", "u1", progress -> ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shop/b has no place");
    }

    @Test
    void whatIsCancelledEndsAsFailedAndKeepsItsPlace() {
        enterAndStart("shop/a", "n1", this::untilReleased);

        runs.cancel("shop/a");

        eventually(() -> assertThat(runs.state("shop/a", "u1").orElseThrow())
                .isInstanceOfSatisfying(RunState.Failed.class, failed -> assertThat(failed.why())
                        .isInstanceOf(InterruptedException.class)));
        assertThat(runs.enter("shop/b", "u1", "n1")).isEqualTo(1);
    }

    @Test
    void thePlaceOfWhatIsDroppedIsFreeWhenNothingWorksInItAnyMore() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        enterAndStart("shop/a", "n1", progress -> {
            try {
                began.countDown();
                release.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            release.await();
            return "";
        });
        runs.enter("shop/b", "u1", "n1");
        await(began);

        runs.drop("shop/a");

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(runs.state("shop/a", "u1")).isEmpty();
        assertThat(runs.enter("shop/b", "u1", "n1")).isEqualTo(1);
        release.countDown();
        eventually(() -> assertThat(woken).containsExactly("shop/b"));
    }

    @Test
    void anObjectThatWasMadeAgainStartsAfresh() {
        enterAndStart("shop/a", "n1", progress -> "of the first");
        eventually(() -> assertThat(woken).hasSize(1));

        runs.enter("shop/a", "u2", "n1");

        assertThat(runs.state("shop/a", "u1")).isEqualTo(Optional.empty());
        assertThat(runs.state("shop/a", "u2")).isEqualTo(Optional.empty());
    }

    @Test
    void closingInterruptsAndWaits() {
        CopyOnWriteArrayList<String> ended = new CopyOnWriteArrayList<>();
        CountDownLatch began = new CountDownLatch(1);
        enterAndStart("shop/a", "n1", progress -> {
            began.countDown();
            try {
                return untilReleased(progress);
            } finally {
                ended.add("a");
            }
        });
        runs.enter("shop/b", "u1", "n2");
        await(began);

        long begin = System.nanoTime();
        runs.close();

        assertThat(ended).containsExactly("a");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        runs.start("shop/b", "u1", progress -> "late");
        assertThat(runs.state("shop/b", "u1")).isEmpty();
    }

    private void enterAndStart(String key, String node, Work<String> work) {
        assertThat(runs.enter(key, "u1", node)).isZero();
        runs.start(key, "u1", work);
    }

    private String untilReleased(Progress progress) throws InterruptedException {
        release.await();
        return "";
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
