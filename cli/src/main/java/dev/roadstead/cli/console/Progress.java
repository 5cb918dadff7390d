package dev.roadstead.cli.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells a person what happens and how long it has taken: a line per step, and a line whenever a wait has been silent for
 * {@link #SILENCE}. Not thread-safe.
 */
public final class Progress {
    static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(200);

    private final PrintWriter out;
    private final Ticker ticker;
    private final long startedAt;
    private long spokeAt;

    /** Time as a wait sees it. */
    public interface Ticker {
        /** Nanoseconds since some moment, as {@link System#nanoTime}. */
        long nanoTime();

        void sleep(Duration time) throws InterruptedException;

        /** The real one. */
        static Ticker system() {
            return new Ticker() {
                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }

                @Override
                public void sleep(Duration time) throws InterruptedException {
                    Thread.sleep(time);
                }
            };
        }
    }

    /** Elapsed time counts from here. */
    public Progress(PrintWriter out, Ticker ticker) {
        this.out = out;
        this.ticker = ticker;
        this.startedAt = ticker.nanoTime();
        this.spokeAt = startedAt;
    }

    /** Prints a line with the elapsed time in front. */
    public void say(String line) {
        spokeAt = ticker.nanoTime();
        out.printf("%4d s  %s%n", Duration.ofNanos(spokeAt - startedAt).toSeconds(), line);
    }

    /**
     * Tries until there is an answer, for at most {@code limit}; empty when there was none by then.
     *
     * @param what is waited for, as in "waiting for …"
     * @throws CliException if the thread is interrupted; its flag stays set
     */
    public <T> Optional<T> await(String what, Duration limit, Supplier<Optional<T>> attempt) {
        long deadline = ticker.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> answer = attempt.get();
            if (answer.isPresent() || ticker.nanoTime() - deadline >= 0) {
                return answer;
            }
            if (ticker.nanoTime() - spokeAt >= SILENCE.toNanos()) {
                say("waiting for " + what);
            }
            pause();
        }
    }

    private void pause() {
        try {
            ticker.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }
}
