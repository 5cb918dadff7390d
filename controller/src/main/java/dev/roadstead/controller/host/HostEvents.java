package dev.roadstead.controller.host;

import java.util.Map;

/** An engine's event stream: hints, of which some may be missing, double or late. */
public interface HostEvents {
    /**
     * Delivers events of containers, whoever owns them, until it is closed. Whenever the stream was lost it is opened
     * again, with backoff, and then {@link Listener#relist} is called: only a list is the truth.
     */
    AutoCloseable subscribe(String installation, Listener listener);

    /** Called on the stream's own thread; must not block for long. */
    interface Listener {
        /**
         * Something happened to a container, or to its attachment to a network.
         *
         * @param action the engine's word: start, die, kill, destroy, pause, unpause, rename, update,
         *     {@code health_status: healthy}, {@code connect}, {@code disconnect}, …
         * @param labels of the container the event is about, if it has this installation's id; else empty, as for network
         *     events: then it may be an adopted one
         */
        void containerEvent(String action, String containerId, Map<String, String> labels);

        /** The stream was (re)opened: anything may have happened before. */
        void relist();

        /** The stream was lost; the engine may be unreachable. */
        void lost(HostException why);
    }
}
