package dev.roadstead.controller.loop;

import java.time.Duration;

/** placeholder. */
public final class ControllerLoop implements AutoCloseable {
    public ControllerLoop(String name, Reconciler reconciler, LoopConfig config) {}

    public void enqueue(String key) {
        throw new UnsupportedOperationException();
    }

    public void enqueueAfter(String key, Duration delay) {
        throw new UnsupportedOperationException();
    }

    public void start() {
        throw new UnsupportedOperationException();
    }

    public LoopStats stats() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
