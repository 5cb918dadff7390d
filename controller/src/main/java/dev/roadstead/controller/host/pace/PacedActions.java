package dev.roadstead.controller.host.pace;

import dev.roadstead.controller.host.ActionRunner;
import dev.roadstead.controller.host.PullListener;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.HostAction.CreateContainer;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.HostAction.RemoveContainer;
import dev.roadstead.controller.plan.HostAction.RunHook;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.controller.plan.HostAction.StopContainer;
import java.time.Duration;
import java.util.function.Consumer;

/** Has containers of an engine made and removed a few at a time. Thread-safe. */
public final class PacedActions implements ActionRunner {
    /** A stop that takes longer waits for the container and not for the engine. */
    private static final Duration STOP_WORKS = Duration.ofMillis(300);

    private final ActionRunner engine;
    private final Consumer<Runnable> aside;
    private final Gate gate = new Gate(System::nanoTime);

    /** {@code aside} runs what is mostly waiting; who waits so takes no place of those who work. */
    public PacedActions(ActionRunner engine, Consumer<Runnable> aside) {
        this.engine = engine;
        this.aside = aside;
    }

    @Override
    public void run(HostAction action, PullListener listener) {
        switch (action) {
            case CreateContainer _ -> work(Pace.Work.CREATE, action);
            case StartContainer _ -> work(Pace.Work.START, action);
            case RemoveContainer _ -> work(Pace.Work.REMOVE, action);
            case RunHook _ -> aside.accept(() -> engine.run(action));
            case StopContainer _ -> aside.accept(() -> stop(action));
            case PullImage _ -> aside.accept(() -> engine.run(action, listener));
            default -> engine.run(action);
        }
    }

    private void work(Pace.Work work, HostAction action) {
        try (Gate.Place place = gate.enter(work)) {
            engine.run(action);
            place.succeeded();
        }
    }

    private void stop(HostAction action) {
        try (Gate.Place place = gate.enter(Pace.Work.REMOVE)) {
            Thread leaver = Thread.ofVirtual().name("stop").start(() -> leaveAfter(place));
            try {
                engine.run(action);
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
}
