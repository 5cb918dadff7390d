package dev.roadstead.controller.reconcile.container;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.Probed;
import dev.roadstead.model.Container;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The http and tcp health checks, which the controller makes itself. Thread-safe, never blocks. */
public interface HealthProbes {
    /**
     * Checks a running container from now on, unless that is so already.
     *
     * @param dialer the way to the networks of its machine; empty when there is none
     * @return what was found so far; null while nothing was
     */
    @Nullable
    Probed watch(Container container, ObservedContainer running, Optional<Dialer> dialer);

    /** Ends the checks of a Docker container; does nothing if there are none. */
    void forget(String dockerId);

    /** Ends the checks of a Container object that is gone, whatever Docker container it had. */
    void forgetContainer(String key);
}
