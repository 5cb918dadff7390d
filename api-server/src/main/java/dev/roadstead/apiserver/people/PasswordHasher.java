package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks password hashes: as many at once as there are processors but one, a few that wait, and 429 for the
 * rest. So a flood of sign-ins leaves a processor to those that serve everything else. Blocks; thread-safe.
 */
public final class PasswordHasher implements AutoCloseable {
    private static final int WAITING_EACH = 16;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final SecureRandom random;
    private final PasswordHash nobodys;
    private final ThreadPoolExecutor workers;

    public PasswordHasher(SecureRandom random) {
        this(random, Math.max(1, Runtime.getRuntime().availableProcessors() - 1), WAITING_EACH);
    }

    /** With as many workers, each with as many that wait for it. */
    PasswordHasher(SecureRandom random, int workers, int waitingEach) {
        this.random = random;
        this.nobodys = PasswordHash.nobodys(random);
        this.workers = new ThreadPoolExecutor(
                workers,
                workers,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(workers * waitingEach),
                Thread.ofPlatform().daemon().name("password-", 0).factory());
        this.workers.allowCoreThreadTimeOut(true);
    }

    /**
     * The hash of a new password.
     *
     * @throws ApiException TooManyRequests
     */
    PasswordHash hash(String password) throws InterruptedException {
        return call(() -> PasswordHash.of(password, random));
    }

    /**
     * Whether the password is the one that was hashed. Takes as long when there is no hash.
     *
     * @throws ApiException as {@link #hash}
     */
    boolean matches(@Nullable PasswordHash hash, String password) throws InterruptedException {
        PasswordHash compared = hash == null ? nobodys : hash;
        return call(() -> compared.matches(password)) && hash != null;
    }

    /**
     * Other work that takes a processor for a while, within the same bounds.
     *
     * @throws ApiException TooManyRequests
     */
    <T extends @Nullable Object> T call(Callable<T> work) throws InterruptedException {
        Future<T> result;
        try {
            result = workers.submit(work);
        } catch (RejectedExecutionException full) {
            throw tooMany();
        }
        try {
            return result.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            result.cancel(true);
            throw tooMany();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password could not be hashed", e.getCause());
        }
    }

    private static ApiException tooMany() {
        return new ApiException(new ApiFault.TooManyRequests(
                "too many people sign in at this moment; try again in a second", Duration.ofSeconds(1)));
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
