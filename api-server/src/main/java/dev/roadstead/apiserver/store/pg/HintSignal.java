package dev.roadstead.apiserver.store.pg;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Remembers one hint until somebody waits for it, so that a hint between a read and the next wait is not lost. */
final class HintSignal {
    private final Semaphore hint = new Semaphore(0);

    void raise() {
        hint.drainPermits();
        hint.release();
    }

    void await(Duration atMost) throws InterruptedException {
        hint.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }
}
