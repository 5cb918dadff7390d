package dev.roadstead.controller.app;

import java.util.function.Consumer;

/** Passes keys on to a loop that is made after those who wake it. Tied before anything is started. */
final class LateKeys implements Consumer<String> {
    private volatile Consumer<String> target = key -> {
        throw new IllegalStateException("key " + key + " came before the loop was there");
    };

    void to(Consumer<String> loop) {
        target = loop;
    }

    @Override
    public void accept(String key) {
        target.accept(key);
    }
}
