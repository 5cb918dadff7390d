package dev.roadstead.controller.host;

import dev.roadstead.controller.plan.HostAction;

/** Carries out effects on an engine. */
public interface ActionRunner {
    /** Returns when the effect is there, throws {@link HostException} when it is not or may not be. */
    void run(HostAction action);

    /** The same; the listener is called, on this thread, while an image is pulled. */
    default void run(HostAction action, PullListener listener) {
        run(action);
    }
}
