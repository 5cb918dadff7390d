package dev.roadstead.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter printed = new StringWriter();
    private final ManualTicker ticker = new ManualTicker();
    private final Progress progress = new Progress(new PrintWriter(printed), ticker);

    @Test
    void putsTheElapsedTimeInFront() {
        progress.say("starting");
        ticker.now += Duration.ofSeconds(75).toNanos();
        progress.say("done");
        assertThat(lines()).containsExactly("   0 s  starting", "  75 s  done");
    }

    @Test
    void isNeverSilentForLong() {
        progress.say("starting");
        assertThat(progress.await("the engine", Duration.ofSeconds(12), Optional::empty))
                .isEmpty();
        assertThat(lines())
                .containsExactly(
                        "   0 s  starting", "   5 s  waiting for the engine", "  10 s  waiting for the engine");
    }

    @Test
    void returnsTheFirstAnswer() {
        AtomicInteger attempts = new AtomicInteger();
        Optional<Integer> answer = progress.await(
                "it",
                Duration.ofSeconds(60),
                () -> Optional.of(attempts.incrementAndGet()).filter(attempt -> attempt == 3));
        assertThat(answer).contains(3);
        assertThat(lines()).isEmpty();
    }

    @Test
    void interruptionEndsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> progress.await("it", Duration.ofSeconds(60), Optional::empty));
        assertThat(Thread.interrupted()).isTrue();
    }

    private String[] lines() {
        return printed.toString().lines().toArray(String[]::new);
    }

    /** Time that passes only by sleeping. */
    private static final class ManualTicker implements Progress.Ticker {
        private long now;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            now += time.toNanos();
        }
    }
}
