package dev.roadstead.controller.host.pace;

import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.plan.EngineInfo;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.HostAction.CreateContainer;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.HostAction.RemoveContainer;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.controller.plan.HostAction.StopContainer;
import dev.roadstead.controller.plan.ObservedContainer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A host whose containers are made and removed a few at a time. Reads go straight through. Thread-safe. */
public final class PacedHost implements Host {
    /** A stop that takes longer waits for the container and not for the engine. */
    private static final Duration STOP_WORKS = Duration.ofMillis(300);

    private final Host host;
    private final Consumer<Runnable> aside;
    private final Gate gate = new Gate(System::nanoTime);

    /** {@code aside} runs what is mostly waiting; who waits so takes no place of those who work. */
    public PacedHost(Host host, Consumer<Runnable> aside) {
        this.host = host;
        this.aside = aside;
    }

    @Override
    public void run(HostAction action) {
        switch (action) {
            case CreateContainer _ -> work(Pace.Work.CREATE, action);
            case StartContainer _ -> work(Pace.Work.START, action);
            case RemoveContainer _ -> work(Pace.Work.REMOVE, action);
            case StopContainer _ -> aside.accept(() -> stop(action));
            case PullImage _ -> aside.accept(() -> host.run(action));
            default -> host.run(action);
        }
    }

    private void work(Pace.Work work, HostAction action) {
        try (Gate.Place place = gate.enter(work)) {
            host.run(action);
            place.succeeded();
        }
    }

    private void stop(HostAction action) {
        try (Gate.Place place = gate.enter(Pace.Work.REMOVE)) {
            Thread leaver = Thread.ofVirtual().name("stop").start(() -> leaveAfter(place));
            try {
                host.run(action);
            } finally {
                leaver.interrupt();
            }
        }
    }

    private static void leaveAfter(Gate.Place place) {
        try {
            Thread.sleep(STOP_WORKS);
            place.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it stopped in time
        }
    }

    @Override
    public EngineInfo info() {
        return host.info();
    }

    @Override
    public List<String> containerNames(String installation) {
        return host.containerNames(installation);
    }

    @Override
    public Optional<ObservedContainer> container(String nameOrId) {
        return host.container(nameOrId);
    }

    @Override
    public String logTail(String id, int lines) {
        return host.logTail(id, lines);
    }

    @Override
    public AutoCloseable subscribe(String installation, Listener listener) {
        return host.subscribe(installation, listener);
    }

    @Override
    public void close() {
        host.close();
    }
}
