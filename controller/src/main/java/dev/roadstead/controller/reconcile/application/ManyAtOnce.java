package dev.roadstead.controller.reconcile.application;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Does independent things at once, a bounded number at a time; the server stores what comes together in one commit. */
final class ManyAtOnce {
    private final int most;

    /** @param most at a time; with 1 they are done in their order by the caller's thread */
    ManyAtOnce(int most) {
        this.most = most;
    }

    /**
     * Returns when all have ended.
     *
     * @throws RuntimeException the first failure; the others were done all the same, or failed too
     */
    void run(List<Runnable> things) {
        if (most == 1 || things.size() <= 1) {
            things.forEach(Runnable::run);
            return;
        }
        Semaphore places = new Semaphore(most);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Runnable thing : things) {
                running.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        thing.run();
                        return null;
                    } finally {
                        places.release();
                    }
                }));
            }
        }
        running.forEach(ManyAtOnce::requireDone);
    }

    private static void requireDone(Future<?> ended) {
        try {
            ended.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted after all were done", e);
        }
    }
}
