package dev.roadstead.controller.probe;

import dev.roadstead.controller.host.Dialer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Probes containers, each on a virtual thread of its own, and remembers how they are. Thread-safe. */
public final class Prober implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);

    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    /** Told of every change of status; runs on the probe's thread. */
    @FunctionalInterface
    public interface Listener {
        void changed(String containerId, ProbeResult result);
    }

    /**
     * Probes a container from now on. When it is probed by the same spec already, it goes on with this dialer; another spec
     * starts anew.
     */
    public void watch(String containerId, ProbeSpec spec, Dialer dialer, Listener listener) {
        watches.compute(containerId, (id, running) -> {
            if (running != null && running.spec.equals(spec)) {
                running.dialer = dialer;
                return running;
            }
            if (running != null) {
                running.stop();
            }
            return new Watch(id, spec, dialer, listener).start();
        });
    }

    /** Ends the probing of a container; does nothing when there is none. */
    public void forget(String containerId) {
        Watch removed = watches.remove(containerId);
        if (removed != null) {
            removed.stop();
        }
    }

    /** The latest result; empty when the container is not probed. */
    public Optional<ProbeResult> result(String containerId) {
        return Optional.ofNullable(watches.get(containerId)).map(watch -> watch.state.result());
    }

    @Override
    public void close() {
        watches.keySet().forEach(this::forget);
    }

    private static final class Watch {
        private final String containerId;
        private final ProbeSpec spec;
        private final Listener listener;
        private final Thread thread;
        private volatile Dialer dialer;
        private volatile ProbeState state;

        Watch(String containerId, ProbeSpec spec, Dialer dialer, Listener listener) {
            this.containerId = containerId;
            this.spec = spec;
            this.dialer = dialer;
            this.listener = listener;
            this.state = ProbeState.initial(spec);
            this.thread = Thread.ofVirtual().name("probe-" + containerId).unstarted(this::run);
        }

        Watch start() {
            thread.start();
            return this;
        }

        void stop() {
            thread.interrupt();
        }

        private void run() {
            long start = System.nanoTime();
            try {
                while (true) {
                    Optional<String> failure = Attempts.attempt(spec, dialer);
                    if (Thread.currentThread().isInterrupted()) {
                        return; // an attempt that was broken off says nothing
                    }
                    become(state.next(spec, failure, Duration.ofNanos(System.nanoTime() - start)));
                    Thread.sleep(state.delay(spec));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // forgotten
            }
        }

        private void become(ProbeState next) {
            boolean changed = next.result().status() != state.result().status();
            state = next;
            if (changed) {
                notifyListener(next.result());
            }
        }

        private void notifyListener(ProbeResult result) {
            try {
                listener.changed(containerId, result);
            } catch (RuntimeException e) {
                LOG.error("a listener of probe results failed for container {}", containerId, e);
            }
        }
    }
}
