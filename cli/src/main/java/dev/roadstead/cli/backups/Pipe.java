package dev.roadstead.cli.backups;

import dev.roadstead.cli.console.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Lets one piece of work write what another reads, at the same time and in little memory. */
public final class Pipe {
    private static final int BUFFER = 256 << 10;

    private Pipe() {}

    /** Writes a stream. */
    @FunctionalInterface
    public interface Source {
        void writeTo(OutputStream out) throws Exception;
    }

    /** Reads a stream. */
    @FunctionalInterface
    public interface Sink<R> {
        R readFrom(InputStream in) throws Exception;
    }

    /**
     * Runs both, the sink on this thread; what it read is complete when this returns.
     *
     * @param whenInterrupted what the user is told then
     * @throws IOException what the source threw, for a sink that fails then does so for that; else what the sink threw
     * @throws CliException if this thread is interrupted
     */
    public static <R> R run(Source source, Sink<R> sink, String whenInterrupted) throws IOException {
        try {
            return run(source, sink);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(whenInterrupted, e);
        } catch (Exception e) {
            throw new IOException("unexpected: " + e, e);
        }
    }

    private static <R> R run(Source source, Sink<R> sink) throws Exception {
        PipedInputStream in = new PipedInputStream(BUFFER);
        PipedOutputStream out = new PipedOutputStream(in);
        CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
        Thread writer = Thread.ofVirtual().name("pipe").start(() -> {
            try (out) {
                source.writeTo(out);
                written.complete(null);
            } catch (Throwable e) { // told to whoever waits for it
                written.completeExceptionally(e);
            }
        });
        R read = null;
        Exception failure = null;
        try (in) {
            read = sink.readFrom(in);
            in.transferTo(OutputStream.nullOutputStream());
        } catch (Exception e) {
            failure = e;
        }
        if (failure != null && !written.isCompletedExceptionally()) {
            writer.interrupt();
            throw failure;
        }
        try {
            written.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : new IOException(e.getCause());
        }
        return Objects.requireNonNull(read, "a sink that does not fail has a result");
    }
}
