package dev.roadstead.apiserver.store.pg;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks one question at a time, for all who wait: each gets the answer to a question that was asked after its call, so
 * that the number of questions does not grow with the number of callers. Thread-safe.
 */
final class SharedRead<T> {
    private final Supplier<Future<T>> question;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Promise<T> next;
    private boolean asking;

    /** The question's future must complete in the end, with whatever result: the next callers wait for it. */
    SharedRead(Supplier<Future<T>> question) {
        this.question = question;
    }

    Future<T> get() {
        Promise<T> mine;
        lock.lock();
        try {
            mine = next == null ? Promise.promise() : next;
            next = mine;
            if (asking) {
                return mine.future();
            }
            asking = true;
        } finally {
            lock.unlock();
        }
        askNext();
        return mine.future();
    }

    private void askNext() {
        Promise<T> group;
        lock.lock();
        try {
            group = next;
            next = null;
            asking = group != null;
        } finally {
            lock.unlock();
        }
        if (group != null) {
            ask().onComplete(answer -> {
                askNext();
                group.handle(answer);
            });
        }
    }

    private Future<T> ask() {
        try {
            return question.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
