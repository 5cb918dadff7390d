package dev.roadstead.controller.run;

/** How a piece of work stands. */
public sealed interface RunState<R> {
    /** Under way. {@code step} and {@code bytes} are what it last {@linkplain Progress reported}. */
    record Active<R>(String step, long bytes) implements RunState<R> {}

    /** It did what it should. */
    record Succeeded<R>(R result) implements RunState<R> {}

    /** It threw this; an {@link InterruptedException} or the like when it was cancelled. */
    record Failed<R>(Throwable why) implements RunState<R> {}
}
