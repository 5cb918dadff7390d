package dev.roadstead.cli.backups;

import dev.roadstead.backup.Progress;
import dev.roadstead.cli.console.Sizes;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;

/** Says every few seconds how far a long piece of work is. Thread-safe. */
public final class SpokenProgress implements Progress {
    private static final long EVERY = 5_000_000_000L;

    private final PrintWriter out;
    private final String what;
    private final AtomicLong spokeAt = new AtomicLong(System.nanoTime());

    /** {@code what} is done with the bytes, as in {@code read}. */
    public SpokenProgress(PrintWriter out, String what) {
        this.out = out;
        this.what = what;
    }

    @Override
    public void at(long bytes) {
        long last = spokeAt.get();
        long now = System.nanoTime();
        if (now - last >= EVERY && spokeAt.compareAndSet(last, now)) {
            out.println(what + " " + Sizes.text(bytes));
        }
    }
}
