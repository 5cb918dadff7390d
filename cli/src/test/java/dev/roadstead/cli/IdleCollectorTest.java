package dev.roadstead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.cli.IdleCollector.Heap;
import org.junit.jupiter.api.Test;

class IdleCollectorTest {
    private static final long MB = 1 << 20;

    private long collections;
    private long oldBytes;
    private long alive;
    private int collected;
    private final IdleCollector collector = new IdleCollector(() -> new Heap(collections, oldBytes), this::collect);

    private void collect() {
        collected++;
        collections++;
        oldBytes = alive;
    }

    private void minute(int youngCollections, long grownBytes) {
        collections += youngCollections;
        oldBytes += grownBytes;
        collector.look();
    }

    @Test
    void aServerThatRestsAfterBusyTimesIsCollectedOnce() {
        alive = 100 * MB;
        minute(500, 400 * MB);
        assertThat(collected).as("while it is busy").isZero();

        minute(1, 0);
        minute(1, 0);
        minute(1, MB);

        assertThat(collected).isEqualTo(1);
    }

    @Test
    void whatGathersSlowlyIsCollectedWhenItIsWorthThePause() {
        alive = 40 * MB;
        minute(0, 40 * MB);
        assertThat(collected).as("everything has come since the start").isEqualTo(1);

        for (int i = 0; i < 31; i++) {
            minute(2, MB);
        }
        assertThat(collected).isEqualTo(1);

        minute(2, MB);
        assertThat(collected).isEqualTo(2);
    }

    @Test
    void growthCountsFromWhatTheCollectorItselfHasLeft() {
        alive = 300 * MB;
        minute(0, 300 * MB);
        minute(50, 200 * MB);
        oldBytes = 50 * MB; // the JVM had no room left
        minute(0, 0);

        minute(0, 40 * MB);

        assertThat(collected).isEqualTo(2);
    }
}
