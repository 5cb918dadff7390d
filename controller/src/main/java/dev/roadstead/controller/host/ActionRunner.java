package dev.roadstead.controller.host;

import dev.roadstead.controller.plan.HostAction;

/** Carries out effects on an engine. */
public interface ActionRunner {
    /**
     * Returns when the effect is there, throws {@link HostException} when it is not or may not be. The listener is called,
     * on this thread, while an image is pulled.
     */
    void run(HostAction action, PullListener listener);

    /** The same, when nobody wants to know how a pull gets on. */
    default void run(HostAction action) {
        run(action, PullListener.NONE);
    }
}
