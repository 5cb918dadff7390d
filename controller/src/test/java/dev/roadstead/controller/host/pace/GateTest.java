package dev.roadstead.controller.host.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.pace.Pace.Work;
import dev.roadstead.testkit.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GateTest {
    private final Gate gate = new Gate(System::nanoTime);
    private final List<Work> order = new CopyOnWriteArrayList<>();

    @Test
    void oneAtATimeWhileItMeasuresAndStartsGoFirst() {
        Gate.Place first = gate.enter(Work.CREATE);
        Thread create = enter(Work.CREATE);
        Thread start = enter(Work.START);
        assertThat(order).isEmpty();

        first.close();
        Eventually.await("both came through", () -> order.size() == 2);
        assertThat(order).containsExactly(Work.START, Work.CREATE);
        assertThat(create.isAlive() && start.isAlive()).isFalse();
    }

    @Test
    void whoIsInterruptedWhileHeWaitsLeavesNothingBehind() throws InterruptedException {
        Gate.Place first = gate.enter(Work.CREATE);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try (Gate.Place _ = gate.enter(Work.CREATE)) {
                order.add(Work.CREATE);
            } catch (HostException e) {
                thrown.set(e);
            }
        });
        awaitParked(waiting);
        waiting.interrupt();
        waiting.join();
        assertThat(thrown.get()).isInstanceOf(HostException.class);

        first.close();
        first.close();
        gate.enter(Work.START).close();
        assertThat(order).isEmpty();
    }

    private Thread enter(Work work) {
        Thread thread = Thread.ofVirtual().start(() -> {
            try (Gate.Place _ = gate.enter(work)) {
                order.add(work);
            }
        });
        awaitParked(thread);
        return thread;
    }

    private static void awaitParked(Thread thread) {
        Eventually.await("it waits", () -> thread.getState() == Thread.State.WAITING);
    }
}
