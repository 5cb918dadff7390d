package dev.roadstead.controller.loop;

/** Brings the world nearer to what one object asks for. Called for one key by at most one thread at a time. */
@FunctionalInterface
public interface Reconciler {
    /**
     * One pass. Blocking and straight-line; an exception counts as {@link Outcome.Retry}, an API conflict as a silent
     * one.
     *
     * @param key {@code namespace/name}, or the name of a cluster-scoped object; it may no longer exist
     */
    Outcome reconcile(String key) throws InterruptedException;
}
