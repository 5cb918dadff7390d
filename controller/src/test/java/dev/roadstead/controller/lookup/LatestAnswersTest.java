package dev.roadstead.controller.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LatestAnswersTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile Instant now = Instant.EPOCH;
    private final LatestAnswers<Integer, Integer> answers = new LatestAnswers<>(this::ask, 2, () -> now);

    private Integer ask(Integer question) {
        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            gate.await();
            return asked.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        } finally {
            atOnce.decrementAndGet();
        }
    }

    @AfterEach
    void close() {
        answers.close();
    }

    @Test
    void aQuestionIsAskedByOneAtATimeAndFewAreAskedAtOnce() {
        AtomicInteger woken = new AtomicInteger();
        for (int i = 0; i < 30; i++) {
            assertThat(answers.find(i % 10, _ -> MINUTE, woken::incrementAndGet))
                    .isEmpty();
        }
        Eventually.await("two are asked", () -> atOnce.get() == 2);
        gate.countDown();
        Eventually.await("all are answered", () -> woken.get() == 10);
        assertThat(asked).hasValue(10);
        assertThat(most).hasValue(2);
    }

    @Test
    void howLongAnAnswerIsGoodForIsTheCallersToSay() {
        gate.countDown();
        AtomicInteger woken = new AtomicInteger();
        answers.find(1, _ -> MINUTE, woken::incrementAndGet);
        Eventually.await("it is answered", () -> woken.get() == 1);
        now = now.plusSeconds(30);
        assertThat(answers.find(1, _ -> MINUTE, woken::incrementAndGet)).contains(1);
        assertThat(answers.find(1, answer -> Duration.ofSeconds(29 + answer), woken::incrementAndGet))
                .as("what is old is better than nothing")
                .contains(1);
        Eventually.await("it is asked again", () -> woken.get() == 2);
        assertThat(answers.find(1, _ -> MINUTE, woken::incrementAndGet)).contains(2);
        assertThat(asked).hasValue(2);
    }
}
