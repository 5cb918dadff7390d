package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.store.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Turns the client's futures into blocking calls with deadlines. */
final class Await {
    private Await() {}

    /**
     * The future's value.
     *
     * @param what names the call in messages
     * @throws RefusedException if the server answered with an error
     * @throws TimedOutException if there was no answer in time
     * @throws StoreUnavailableException if the connection failed, or on interrupt, with the flag set
     */
    static <T> T result(Future<T> future, Duration deadline, String what) {
        return result(future.toCompletionStage().toCompletableFuture(), deadline, what);
    }

    /** The same. */
    static <T> T result(CompletableFuture<T> future, Duration deadline, String what) {
        try {
            return future.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(what + ": interrupted", e);
        } catch (TimeoutException e) {
            throw new TimedOutException(what + ": no answer from the database within " + deadline.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PgException refusal) {
                throw new RefusedException(what, refusal);
            }
            throw new StoreUnavailableException(what + ": " + reason(e.getCause()), e.getCause());
        }
    }

    /** A driver's own class says nothing to whoever reads that nobody answers at an address. */
    private static String reason(@Nullable Throwable cause) {
        return cause instanceof ConnectException refused && refused.getMessage() != null
                ? refused.getMessage()
                : String.valueOf(cause);
    }

    /** Returns when the server has answered, be it with an error; otherwise as {@link #result}. */
    static void settled(Future<?> future, Duration deadline, String what) {
        try {
            result(future, deadline, what);
        } catch (RefusedException e) {
            // It is looked at by whoever takes the result.
        }
    }

    /** As {@link #result}, with every failure as {@link StoreUnavailableException}. */
    static <T> T orUnavailable(Future<T> future, Duration deadline, String what) {
        try {
            return result(future, deadline, what);
        } catch (RefusedException | TimedOutException e) {
            throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }
}
