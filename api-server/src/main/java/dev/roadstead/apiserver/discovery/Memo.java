package dev.roadstead.apiserver.discovery;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed when it is first asked for, by one thread, and kept. Thread-safe. */
final class Memo<T> implements Supplier<T> {
    private final Supplier<T> compute;
    private volatile @Nullable T value;

    private Memo(Supplier<T> compute) {
        this.compute = compute;
    }

    static <T> Memo<T> of(Supplier<T> compute) {
        return new Memo<>(compute);
    }

    @Override
    public T get() {
        T known = value;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            T computed = value;
            if (computed == null) {
                computed = compute.get();
                value = computed;
            }
            return computed;
        }
    }
}
