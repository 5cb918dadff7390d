package dev.roadstead.controller.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.lease.Ownership.Claim;
import dev.roadstead.controller.loop.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardedTest {
    private final List<String> told = new ArrayList<>();
    private Claim claim = Claim.OURS;
    private final Sharded sharded = new Sharded(
            key -> {
                told.add("pass over " + key);
                return Outcome.DONE;
            },
            _ -> claim,
            key -> key,
            key -> told.add(key + " is abandoned"));

    @Test
    void whatIsUnderWayEndsOnceAnotherServerOwnsIt() throws InterruptedException {
        assertThat(sharded.reconcile("shop/data")).isEqualTo(Outcome.DONE);
        claim = Claim.THEIRS;
        assertThat(sharded.reconcile("shop/data")).isEqualTo(Outcome.DONE);

        assertThat(told).containsExactly("pass over shop/data", "shop/data is abandoned");
    }

    @Test
    void whatNobodyIsKnownToOwnIsKeptForASecond() throws InterruptedException {
        claim = Claim.UNCLEAR;

        assertThat(sharded.reconcile("shop/data")).isEqualTo(new Outcome.After(Duration.ofSeconds(1)));
        assertThat(told).isEmpty();
    }
}
