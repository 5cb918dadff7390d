package dev.roadstead.controller.host;

import java.util.Optional;

/**
 * One Docker engine. Thread-safe; closing it ends its event stream and its calls.
 *
 * <p>Every call has a deadline and throws {@link HostException} when the engine refuses or does not answer.
 */
public interface Host extends HostReader, HostVolumes, ActionRunner, HostEvents, AutoCloseable {
    /** The way to the networks of the engine's machine; empty when there is none. The same one each time. */
    default Optional<Dialer> dialer() {
        return Optional.empty();
    }

    @Override
    void close();
}
