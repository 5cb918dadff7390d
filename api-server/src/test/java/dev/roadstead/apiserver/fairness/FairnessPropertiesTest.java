package dev.roadstead.apiserver.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.fairness.SeatBook.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Each repetition is a seed; it is the number that a failure shows. */
final class FairnessPropertiesTest {
    private static final FairnessLimits SMALL = new FairnessLimits(
            new Bound(12, 60, Rate.UNLIMITED),
            new Bound(8, 40, Rate.UNLIMITED),
            new Bound(7, 30, Rate.UNLIMITED),
            new Bound(5, 20, Rate.UNLIMITED),
            3,
            Set.of("controllers"),
            Duration.ofSeconds(1));
    private static final List<String> USERS = List.of("ada", "ben", "eve", "acme-ann", "acme-bob", "controllers");

    /** What a reader of the verdicts knows. */
    private static final class Ledger {
        final Map<Ticket, Flow> flows = new HashMap<>();
        final List<Ticket> seated = new ArrayList<>();
        final List<Ticket> waiting = new ArrayList<>();

        void seat(List<Ticket> tickets) {
            assertThat(tickets).doesNotHaveDuplicates().isSubsetOf(waiting);
            waiting.removeAll(tickets);
            seated.addAll(tickets);
        }

        int seats(Predicate<Flow> of) {
            return seated.stream()
                    .filter(ticket -> of.test(flows.getOrDefault(ticket, new Flow("", "", ""))))
                    .mapToInt(Ticket::seats)
                    .sum();
        }
    }

    @RepeatedTest(30)
    void boundsHoldAndEverybodyIsServedInTheEnd(RepetitionInfo seed) {
        SplittableRandom random = new SplittableRandom(seed.getCurrentRepetition());
        SeatBook book = new SeatBook(SMALL, 0);
        Ledger ledger = new Ledger();
        for (int step = 0; step < 400; step++) {
            int dice = random.nextInt(10);
            if (dice < 5) {
                String user = USERS.get(random.nextInt(USERS.size()));
                Flow flow = new Flow(user.startsWith("acme") ? "acme" : "", user, "client-" + random.nextInt(3));
                if (book.arrive(flow, random.nextInt(1, 6), 0) instanceof Verdict.Accepted(var ticket, var seated)) {
                    ledger.flows.put(ticket, flow);
                    ledger.waiting.add(ticket);
                    ledger.seat(seated);
                }
            } else if (dice < 9 && !ledger.seated.isEmpty()) {
                ledger.seat(book.leave(ledger.seated.remove(random.nextInt(ledger.seated.size()))));
            } else if (dice == 9 && !ledger.waiting.isEmpty()) {
                ledger.seat(book.abandon(ledger.waiting.remove(random.nextInt(ledger.waiting.size()))));
            }
            checkBounds(ledger);
        }
        while (!ledger.seated.isEmpty()) {
            ledger.seat(book.leave(ledger.seated.removeFirst()));
        }
        assertThat(ledger.waiting).isEmpty();
    }

    private static void checkBounds(Ledger ledger) {
        assertThat(ledger.seats(flow -> true)).isLessThanOrEqualTo(12);
        assertThat(ledger.seats(flow -> !flow.user().equals("controllers"))).isLessThanOrEqualTo(9);
        for (String user : USERS) {
            assertThat(ledger.seats(flow -> flow.user().equals(user))).isLessThanOrEqualTo(7);
        }
        assertThat(ledger.seats(flow -> flow.tenant().equals("acme"))).isLessThanOrEqualTo(8);
        for (Flow flow : Set.copyOf(ledger.flows.values())) {
            assertThat(ledger.seats(flow::equals)).isLessThanOrEqualTo(5);
        }
        assertThat(ledger.seated.isEmpty() && !ledger.waiting.isEmpty())
                .as("nobody waits for nobody")
                .isFalse();
    }

    /**
     * A machine that serves whom it has let in one after another, a millisecond each: four noisy clients of different
     * users keep 500 requests each under way, a quiet one asks for one thing at a time.
     */
    @Test
    void aQuietClientDoesNotWaitForNoisyOnes() {
        FairnessLimits fair = new FairnessLimits(
                new Bound(16, 8_000, Rate.UNLIMITED),
                new Bound(8, 4_000, Rate.UNLIMITED),
                new Bound(6, 2_000, Rate.UNLIMITED),
                new Bound(4, 1_000, Rate.UNLIMITED),
                2,
                Set.of(),
                Duration.ofSeconds(10));
        Bound none = new Bound(10_000, 10_000, Rate.UNLIMITED);
        FairnessLimits unbounded = new FairnessLimits(none, none, none, none, 1, Set.of(), Duration.ofSeconds(10));
        assertThat(worstOfQuiet(unbounded)).isGreaterThanOrEqualTo(2_000);
        // The fourteen that are seated, and the one whose turn it may be.
        assertThat(worstOfQuiet(fair)).isLessThanOrEqualTo(16);
    }

    /** The longest that the quiet client's requests took, in milliseconds. */
    private static int worstOfQuiet(FairnessLimits limits) {
        SeatBook book = new SeatBook(limits, 0);
        List<Ticket> processor = new ArrayList<>();
        Map<Ticket, Flow> flows = new HashMap<>();
        Flow quiet = new Flow("", "quiet", "kubectl");
        for (int i = 0; i < 2_000; i++) {
            arrive(book, new Flow("", "noisy-" + i % 4, "script"), flows, processor);
        }
        int worst = 0;
        int asked = 0;
        arrive(book, quiet, flows, processor);
        for (int now = 1; now < 10_000; now++) {
            Ticket served = processor.removeFirst();
            Flow flow = flows.getOrDefault(served, quiet);
            flows.remove(served);
            processor.addAll(book.leave(served));
            if (flow.equals(quiet)) {
                worst = Math.max(worst, now - asked);
                asked = now;
            }
            arrive(book, flow, flows, processor);
        }
        return worst;
    }

    private static void arrive(SeatBook book, Flow flow, Map<Ticket, Flow> flows, List<Ticket> processor) {
        if (book.arrive(flow, 1, 0) instanceof Verdict.Accepted(var ticket, var seated)) {
            flows.put(ticket, flow);
            processor.addAll(seated);
        }
    }
}
