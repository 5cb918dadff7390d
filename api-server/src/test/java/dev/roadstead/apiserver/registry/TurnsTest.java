package dev.roadstead.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.store.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final ObjectKey A = new ObjectKey("things", "default", "a");
    private static final ObjectKey B = new ObjectKey("things", "default", "b");
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Turns turns = new Turns();

    @Test
    void writersOfOneObjectWaitAndThoseOfOthersDoNot() throws Exception {
        assertThat(turns.enter(A, SOON)).isTrue();

        boolean[] entered = {true, false};
        Thread.ofVirtual()
                .start(() -> {
                    entered[0] = enters(A, Duration.ofMillis(1));
                    entered[1] = enters(B, Duration.ZERO);
                    turns.leave(B);
                })
                .join();

        assertThat(entered).containsExactly(false, true);
        assertThat(turns.isTaken(B)).isFalse();
        assertThat(turns.isTaken(A)).isTrue();
        turns.leave(A);
        assertThat(turns.isTaken(A)).isFalse();
    }

    @Test
    void nobodyIsInTheTurnOfAnother() throws Exception {
        int[] count = {0};
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writers.add(Thread.ofVirtual().start(() -> {
                if (enters(A, SOON)) {
                    int seen = count[0];
                    Thread.onSpinWait();
                    count[0] = seen + 1;
                    turns.leave(A);
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(count[0]).isEqualTo(200);
        assertThat(turns.isTaken(A)).isFalse();
    }

    private boolean enters(ObjectKey key, Duration atMost) {
        try {
            return turns.enter(key, atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
