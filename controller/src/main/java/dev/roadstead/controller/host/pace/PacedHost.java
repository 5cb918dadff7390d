package dev.roadstead.controller.host.pace;

import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.PullListener;
import dev.roadstead.controller.plan.DiskUse;
import dev.roadstead.controller.plan.EngineImage;
import dev.roadstead.controller.plan.EngineInfo;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.HostAction.CreateContainer;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.HostAction.RemoveContainer;
import dev.roadstead.controller.plan.HostAction.RunHook;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.controller.plan.HostAction.StopContainer;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.OwnedContainer;
import dev.roadstead.controller.plan.RegistryAccess;
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
    public void run(HostAction action, PullListener listener) {
        switch (action) {
            case CreateContainer _ -> work(Pace.Work.CREATE, action);
            case StartContainer _ -> work(Pace.Work.START, action);
            case RemoveContainer _ -> work(Pace.Work.REMOVE, action);
            case RunHook _ -> aside.accept(() -> host.run(action));
            case StopContainer _ -> aside.accept(() -> stop(action));
            case PullImage _ -> aside.accept(() -> host.run(action, listener));
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
    public DiskUse disk() {
        return host.disk();
    }

    @Override
    public List<OwnedContainer> containers(String installation) {
        return host.containers(installation);
    }

    @Override
    public Optional<EngineImage> image(String reference) {
        return host.image(reference);
    }

    @Override
    public String registryDigest(String reference, RegistryAccess access) {
        return host.registryDigest(reference, access);
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
