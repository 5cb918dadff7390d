package dev.roadstead.controller.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final WorkQueue queue = new WorkQueue(now::get);

    @Test
    void keysComeInTheOrderInWhichTheyWereAddedAndOnce() {
        queue.add("b");
        queue.add("a");
        queue.add("b");

        assertThat(queue.depth()).isEqualTo(2);
        assertThat(queue.poll()).isEqualTo("b");
        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.poll()).isNull();
    }

    @Test
    void aKeyThatIsInProcessComesAgainOnlyWhenItIsDone() {
        queue.add("a");
        assertThat(queue.poll()).isEqualTo("a");
        queue.add("a");
        queue.add("a");
        assertThat(queue.poll()).isNull();

        queue.done("a");

        assertThat(queue.poll()).isEqualTo("a");
        queue.done("a");
        assertThat(queue.poll()).isNull();
    }

    @Test
    void aHintDoesNotEndTheWaitAfterAFailureButAnAdditionDoes() {
        queue.add("a");
        assertThat(queue.poll()).isEqualTo("a");
        queue.hint("a");
        queue.hold("a", Duration.ofSeconds(2));
        queue.hint("a");
        queue.done("a");
        queue.hint("a");
        assertThat(queue.poll())
                .as("hints before, within and after the failing pass")
                .isNull();

        advance(Duration.ofSeconds(2));
        assertThat(queue.poll()).isEqualTo("a");
        queue.hold("a", Duration.ofSeconds(4));
        queue.done("a");
        queue.add("a");
        assertThat(queue.poll()).isEqualTo("a");
    }

    @Test
    void aHintDuringAPassThatSucceedsLeadsToAnother() {
        queue.hint("a");
        assertThat(queue.poll()).isEqualTo("a");
        queue.hint("a");
        queue.done("a");
        assertThat(queue.poll()).isEqualTo("a");
    }

    @Test
    void aHintIsSeenByALookThatBeginsAfterItAndNotByOneBefore() {
        queue.add("a");
        assertThat(queue.poll()).isEqualTo("a");
        queue.hint("a");
        queue.seeHints("a");
        queue.done("a");
        assertThat(queue.poll()).as("hinted before the look").isNull();

        queue.add("a");
        assertThat(queue.poll()).isEqualTo("a");
        queue.seeHints("a");
        queue.hint("a");
        queue.done("a");
        assertThat(queue.poll()).as("hinted after the look").isEqualTo("a");
        queue.add("a");
        queue.seeHints("a");
        queue.done("a");
        assertThat(queue.poll()).as("added, which no look makes good").isEqualTo("a");
    }

    @Test
    void aDelayedKeyComesWhenItIsDue() {
        queue.addAfter("a", Duration.ofSeconds(2));
        advance(Duration.ofMillis(1_999));
        assertThat(queue.poll()).isNull();

        advance(Duration.ofMillis(1));

        assertThat(queue.poll()).isEqualTo("a");
    }

    @Test
    void theEarliestOfSeveralTimesCountsAndTheKeyComesOnce() {
        queue.addAfter("a", Duration.ofSeconds(5));
        queue.addAfter("a", Duration.ofSeconds(1));
        queue.addAfter("a", Duration.ofSeconds(3));

        advance(Duration.ofSeconds(1));
        assertThat(queue.poll()).isEqualTo("a");
        queue.done("a");

        advance(Duration.ofSeconds(10));
        assertThat(queue.poll()).isNull();
    }

    @Test
    void delayedKeysComeInTheOrderOfTheirTimes() {
        queue.addAfter("late", Duration.ofSeconds(2));
        queue.addAfter("early", Duration.ofSeconds(1));
        advance(Duration.ofSeconds(3));

        assertThat(queue.poll()).isEqualTo("early");
        assertThat(queue.poll()).isEqualTo("late");
    }

    @Test
    void aKeyThatFallsDueWhileInProcessComesAfterIt() {
        queue.add("a");
        queue.poll();
        queue.addAfter("a", Duration.ofSeconds(1));
        advance(Duration.ofSeconds(1));
        assertThat(queue.poll()).isNull();

        queue.done("a");

        assertThat(queue.poll()).isEqualTo("a");
    }

    @Test
    void aDelayBeyondTheClocksRangeIsALongOne() {
        queue.addAfter("never", Duration.ofDays(365_000_000));
        queue.addAfter("soon", Duration.ofSeconds(1));
        advance(Duration.ofDays(365 * 100));

        assertThat(queue.poll()).isEqualTo("soon");
        assertThat(queue.poll()).isNull();
    }

    @Test
    void aDelayThatIsNotPositiveIsNone() {
        queue.addAfter("a", Duration.ofSeconds(-1));

        assertThat(queue.poll()).isEqualTo("a");
    }

    @Test
    void givingBackWhatNobodyTookIsAnError() {
        assertThatThrownBy(() -> queue.done("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"a\"");
    }

    @Test
    void afterShutDownNothingComes() throws InterruptedException {
        queue.add("a");
        queue.poll();
        queue.add("a");
        queue.shutDown();
        queue.add("b");
        queue.addAfter("c", Duration.ofNanos(1));
        queue.done("a");

        assertThat(queue.take()).isNull();
        assertThat(queue.poll()).isNull();
    }

    private void advance(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
