package dev.roadstead.controller.host;

/**
 * One Docker engine. Thread-safe; closing it ends its event stream and its calls.
 *
 * <p>Every call has a deadline and throws {@link HostException} when the engine refuses or does not answer.
 */
public interface Host extends HostReader, HostVolumes, ActionRunner, HostEvents, AutoCloseable {
    @Override
    void close();
}
