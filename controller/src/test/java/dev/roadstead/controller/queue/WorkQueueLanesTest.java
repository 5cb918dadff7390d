package dev.roadstead.controller.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Keys are {@code lane/name}. */
class WorkQueueLanesTest {
    private final WorkQueue queue = new WorkQueue(new AtomicLong()::get, key -> key.substring(0, key.indexOf('/')), 2);

    @Test
    void lanesTakeTurnsAndNoneTakesMoreThanItsWidth() {
        add("a/1", "a/2", "a/3", "b/1");
        assertThat(drain()).containsExactly("a/1", "b/1", "a/2");
        queue.done("a/1");
        assertThat(drain()).containsExactly("a/3");
    }

    @Test
    void aFullLaneHoldsUpNoOther() {
        add("a/1", "a/2", "a/3");
        assertThat(drain()).containsExactly("a/1", "a/2");
        add("b/1", "b/2");
        assertThat(drain()).containsExactly("b/1", "b/2");
        assertThat(queue.depth()).isEqualTo(1);
    }

    @Test
    void aHintGoesFirstEvenIfTheKeyWaitedAlready() {
        add("a/1", "a/2", "a/3");
        queue.hint("a/3");
        assertThat(queue.poll()).isEqualTo("a/3");
        assertThat(queue.depth()).isEqualTo(2);
    }

    @Test
    void aHintComesThroughWhenSlowWorkFillsTheLane() {
        add("a/1", "a/2", "a/3");
        assertThat(drain()).hasSize(2);
        queue.hint("a/4");
        assertThat(drain()).containsExactly("a/4");
        queue.done("a/4");
        assertThat(drain()).isEmpty();
    }

    @Test
    void hintsHaveABoundToo() {
        for (int i = 0; i < 20; i++) {
            queue.hint("a/" + i);
        }
        assertThat(drain()).hasSize(6);
    }

    @Test
    void whoStepsAsideLeavesHisPlaceAndKeepsHisKey() {
        add("a/1", "a/2", "a/3");
        assertThat(drain()).containsExactly("a/1", "a/2");
        queue.stepAside("a/1");
        assertThat(drain()).containsExactly("a/3");
        queue.add("a/1");
        assertThat(drain()).as("it is still with its worker").isEmpty();
        queue.stepBack("a/1");
        queue.done("a/2");
        assertThat(drain()).as("three were at work, two may be").isEmpty();
        queue.done("a/3");
        queue.done("a/1");
        assertThat(drain()).containsExactly("a/1");
    }

    @Test
    void whoIsDoneWhileAsideIsCountedOnce() {
        add("a/1", "a/2", "a/3", "a/4", "a/5");
        assertThat(drain()).containsExactly("a/1", "a/2");
        queue.stepAside("a/1");
        assertThat(drain()).containsExactly("a/3");
        queue.done("a/1");
        assertThat(drain()).isEmpty();
        queue.done("a/2");
        assertThat(drain()).containsExactly("a/4");
    }

    private void add(String... keys) {
        List.of(keys).forEach(queue::add);
    }

    private List<String> drain() {
        List<String> taken = new ArrayList<>();
        for (String key = queue.poll(); key != null; key = queue.poll()) {
            taken.add(key);
        }
        return taken;
    }
}
