package dev.roadstead.apiserver.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.fairness.SeatBook.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SeatBookTest {
    private static final Flow ADA = new Flow("", "ada", "kubectl");
    private static final Flow ADA_AT_ANOTHER_DESK = new Flow("", "ada", "browser");
    private static final Flow BEN = new Flow("", "ben", "kubectl");
    private static final Flow CONTROLLERS = new Flow("", "controllers", "controllers");

    private final Bound many = new Bound(100, 100, Rate.UNLIMITED);

    @Test
    void aRequestIsSeatedAtOnceWhileThereAreSeats() {
        SeatBook book = book(limits(new Bound(2, 5, Rate.UNLIMITED), many, many, 0));
        assertThat(isSeated(book.arrive(ADA, 1, 0))).isTrue();
        assertThat(isSeated(book.arrive(BEN, 1, 0))).isTrue();
        assertThat(isSeated(book.arrive(BEN, 1, 0))).isFalse();
    }

    @Test
    void aFreeSeatGoesToWhoHoldsTheFewest() {
        SeatBook book = book(limits(new Bound(2, 9, Rate.UNLIMITED), many, many, 0));
        Ticket first = ticket(book.arrive(ADA, 1, 0));
        ticket(book.arrive(ADA, 1, 0));
        ticket(book.arrive(ADA, 1, 0));
        Ticket bens = ticket(book.arrive(BEN, 1, 0));
        assertThat(book.leave(first)).containsExactly(bens);
    }

    @Test
    void equalUsersTakeTurns() {
        SeatBook book = book(limits(new Bound(1, 9, Rate.UNLIMITED), many, many, 0));
        Ticket running = ticket(book.arrive(ADA, 1, 0));
        Ticket ada1 = ticket(book.arrive(ADA, 1, 0));
        Ticket ada2 = ticket(book.arrive(ADA, 1, 0));
        Ticket ben1 = ticket(book.arrive(BEN, 1, 0));
        Ticket ben2 = ticket(book.arrive(BEN, 1, 0));
        assertThat(book.leave(running)).containsExactly(ada1);
        assertThat(book.leave(ada1)).containsExactly(ben1);
        assertThat(book.leave(ben1)).containsExactly(ada2);
        assertThat(book.leave(ada2)).containsExactly(ben2);
        assertThat(book.leave(ben2)).isEmpty();
    }

    @Test
    void clientsOfAUserTakeTurnsWithinItsSeats() {
        SeatBook book = book(limits(many, new Bound(1, 9, Rate.UNLIMITED), many, 0));
        Ticket running = ticket(book.arrive(ADA, 1, 0));
        Ticket second = ticket(book.arrive(ADA, 1, 0));
        Ticket third = ticket(book.arrive(ADA, 1, 0));
        Ticket other = ticket(book.arrive(ADA_AT_ANOTHER_DESK, 1, 0));
        assertThat(isSeated(book.arrive(BEN, 1, 0))).isTrue();
        assertThat(book.leave(running)).containsExactly(second);
        assertThat(book.leave(second)).containsExactly(other);
        assertThat(book.leave(other)).containsExactly(third);
    }

    @Test
    void aLargeRequestIsNotPassedForEver() {
        SeatBook book = book(limits(new Bound(4, 9, Rate.UNLIMITED), many, many, 0));
        List<Ticket> small = List.of(
                ticket(book.arrive(ADA, 1, 0)),
                ticket(book.arrive(ADA, 1, 0)),
                ticket(book.arrive(ADA, 1, 0)),
                ticket(book.arrive(ADA, 1, 0)));
        Ticket large = ticket(book.arrive(BEN, 4, 0));
        Ticket late = ticket(book.arrive(ADA, 1, 0));
        assertThat(book.leave(small.get(0))).isEmpty();
        assertThat(book.leave(small.get(1))).isEmpty();
        assertThat(book.leave(small.get(2))).isEmpty();
        assertThat(book.leave(small.get(3))).containsExactly(large);
        assertThat(book.leave(large)).containsExactly(late);
    }

    @Test
    void whoGivesUpLetsThoseBehindGo() {
        SeatBook book = book(limits(new Bound(2, 9, Rate.UNLIMITED), many, many, 0));
        ticket(book.arrive(ADA, 1, 0));
        Ticket large = ticket(book.arrive(BEN, 2, 0));
        Ticket behind = ticket(book.arrive(ADA, 1, 0));
        assertThat(book.abandon(large)).containsExactly(behind);
    }

    @Test
    void aRequestLargerThanABoundTakesAllOfIt() {
        SeatBook book = book(limits(many, many, new Bound(3, 9, Rate.UNLIMITED), 0));
        assertThat(isSeated(book.arrive(ADA, 50, 0))).isTrue();
        assertThat(isSeated(book.arrive(ADA, 1, 0))).isFalse();
    }

    @Test
    void guaranteedSeatsStayFreeForTheirUsers() {
        SeatBook book = book(limits(new Bound(3, 9, Rate.UNLIMITED), many, many, 1));
        assertThat(isSeated(book.arrive(ADA, 1, 0))).isTrue();
        assertThat(isSeated(book.arrive(BEN, 1, 0))).isTrue();
        assertThat(isSeated(book.arrive(BEN, 1, 0))).isFalse();
        assertThat(isSeated(book.arrive(CONTROLLERS, 1, 0))).isTrue();
    }

    @Test
    void aFullQueueRefuses() {
        SeatBook book = book(limits(many, many, new Bound(1, 1, Rate.UNLIMITED), 0));
        book.arrive(ADA, 1, 0);
        book.arrive(ADA, 1, 0);
        assertThat(book.arrive(ADA, 1, 0)).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.limit().policyHeader())
                    .matches("\"(user|client)-requests\";q=[0-9]+;qu=\"concurrent-requests\"");
            assertThat(refused.limit().limitHeader(refused.retryAfter())).endsWith("-requests\";r=0;t=1");
        });
        assertThat(isSeated(book.arrive(ADA_AT_ANOTHER_DESK, 1, 0))).isTrue();
    }

    @Test
    void tooManyInASecondAreRefusedUntilThereIsRoomAgain() {
        long now = 7;
        SeatBook book = new SeatBook(limits(many, many, new Bound(50, 9, new Rate(2, 2)), 0), now);
        assertThat(isSeated(book.arrive(ADA, 1, now))).isTrue();
        assertThat(isSeated(book.arrive(ADA, 1, now))).isTrue();
        assertThat(book.arrive(ADA, 1, now)).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(500));
            assertThat(refused.message()).isEqualTo("ada sends more requests than 2 a second; send fewer");
        });
        assertThat(isSeated(book.arrive(BEN, 1, now))).isTrue();
        assertThat(isSeated(book.arrive(ADA, 1, now + 500_000_000))).isTrue();
        assertThat(book.arrive(ADA, 1, now + 500_000_000)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void usersOfOneTenantTogetherDoNotTakeFromOthers() {
        Bound tenant = new Bound(2, 1, new Rate(1, 4));
        SeatBook book =
                new SeatBook(new FairnessLimits(many, tenant, many, many, 0, Set.of(), Duration.ofSeconds(1)), 0);
        Ticket first = ticket(book.arrive(new Flow("acme", "ann", "curl"), 1, 0));
        assertThat(isSeated(book.arrive(new Flow("acme", "bob", "curl"), 1, 0))).isTrue();
        assertThat(isSeated(book.arrive(new Flow("acme", "eve", "curl"), 1, 0))).isFalse();
        assertThat(book.arrive(new Flow("acme", "dan", "curl"), 1, 0))
                .isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
                    assertThat(refused.message()).contains("Organization acme");
                    assertThat(refused.limit().policyHeader()).startsWith("\"organization-requests\";q=3");
                });
        assertThat(isSeated(book.arrive(new Flow("other", "ann", "curl"), 1, 0)))
                .isTrue();
        assertThat(isSeated(book.arrive(new Flow("", "acme", "curl"), 1, 0))).isTrue();

        book.leave(first);
        book.arrive(new Flow("acme", "ann", "curl"), 1, 0);
        assertThat(book.arrive(new Flow("acme", "ann", "curl"), 1, 0))
                .isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
                    assertThat(refused.message())
                            .isEqualTo("Organization acme sends more requests than 1 a second; send fewer");
                    assertThat(refused.limit().policyHeader()).isEqualTo("\"organization-rate\";q=4;w=4");
                });
    }

    @Test
    void namesThatAClientInventsDoNotMultiplyItsShare() {
        SeatBook book = book(limits(many, many, new Bound(1, 0, Rate.UNLIMITED), 0));
        int seated = 0;
        for (int i = 0; i < 90; i++) {
            seated += book.arrive(new Flow("", "ada", "client-" + i), 1, 0) instanceof Verdict.Accepted ? 1 : 0;
        }
        assertThat(seated).isBetween(64, 65);
    }

    @Test
    void versionsOfAProgramAreOneClient() {
        assertThat(Flow.of("", "ada", "10.0.0.1", "kubectl/v1.33.0 (linux/amd64)"))
                .isEqualTo(Flow.of("", "ada", "10.0.0.1", "kubectl/v1.27.1 (linux/arm64)"))
                .isNotEqualTo(Flow.of("", "ada", "10.0.0.1", "curl/8"))
                .isNotEqualTo(Flow.of("", "ada", "10.0.0.2", "kubectl/v1.33.0"));
        assertThat(Flow.of("", "ada", "10.0.0.1", "")).isEqualTo(Flow.of("", "ada", "10.0.0.1", "(odd)"));
    }

    @Test
    void aCrowdThatWaitsDoesNotKeepTheGuaranteedUsersOut() {
        SeatBook book = book(limits(new Bound(4, 4, Rate.UNLIMITED), many, many, 1));
        for (int i = 0; i < 6; i++) {
            ticket(book.arrive(ADA, 1, 0));
        }
        assertThat(book.arrive(ADA, 1, 0)).isInstanceOf(Verdict.Refused.class);
        assertThat(isSeated(book.arrive(CONTROLLERS, 1, 0))).isTrue();
    }

    private static SeatBook book(FairnessLimits limits) {
        return new SeatBook(limits, 0);
    }

    private static FairnessLimits limits(Bound server, Bound user, Bound client, int guaranteed) {
        return new FairnessLimits(
                server, server, user, client, guaranteed, Set.of("controllers"), Duration.ofSeconds(1));
    }

    private static Ticket ticket(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).ticket();
    }

    private static boolean isSeated(Verdict verdict) {
        return verdict instanceof Verdict.Accepted accepted && accepted.seated().contains(accepted.ticket());
    }
}
