package dev.roadstead.controller.run;

/**
 * A piece of long work. It runs on a thread of its own, whose interrupt must end it soon, and it must end by itself when
 * nothing moves any more: each remote call that it makes has a deadline.
 */
@FunctionalInterface
public interface Work<R> {
    R run(Progress progress) throws Exception;
}
