package dev.roadstead.controller.app;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Questions to places outside, beside the loops: a few at once, some that wait, and the rest are refused. */
final class Questions implements Executor, AutoCloseable {
    private static final int AT_ONCE = 8;
    private static final int WAITING = 1_000;

    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofVirtual().name("question-", 0).factory());

    Questions() {
        workers.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable question) {
        workers.execute(question);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
