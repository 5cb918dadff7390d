package dev.roadstead.backup.repository;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Waiting that ends when the thread is interrupted; the flag stays set. */
final class Interrupts {
    private Interrupts() {}

    static void acquire(Semaphore semaphore, int permits) {
        try {
            semaphore.acquire(permits);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static <T> T take(BlockingQueue<T> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(null);
        }
    }

    /** What a worker threw, for its caller. */
    static RuntimeException failure(@org.jspecify.annotations.Nullable Throwable cause) {
        if (cause instanceof RepositoryException known) {
            return new RepositoryException(known.kind(), String.valueOf(known.getMessage()), known);
        }
        return new IllegalStateException("a worker failed", cause);
    }

    static RepositoryException interrupted(@org.jspecify.annotations.Nullable InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RepositoryException(Kind.UNREACHABLE, "The work on the repository was interrupted.", e);
    }
}
