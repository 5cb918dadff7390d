package dev.roadstead.apiserver.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.fairness.Rate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignInGateTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Buckets buckets = new Buckets(new Rate(0.1, 3), nanos::get);

    @Test
    void afterAFewItTakesTime() {
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("ada")).isZero();
        }
        assertThat(buckets.take("ada")).isEqualTo(Duration.ofSeconds(10));
        assertThat(buckets.take("bob")).isZero();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(buckets.take("ada")).isZero();
        assertThat(buckets.take("ada")).isPositive();
    }

    /** Rate, not lockout: the owner's successes cost nothing. */
    @Test
    void whatIsGivenBackDoesNotCount() {
        for (int i = 0; i < 100; i++) {
            assertThat(buckets.take("ada")).isZero();
            buckets.giveBack("ada");
        }
    }

    @Test
    void manyKeysTakeBoundedMemory() {
        for (int i = 0; i < 30_000; i++) {
            buckets.take("stranger-" + i);
        }
        assertThat(buckets.size()).isEqualTo(10_000);
    }

    @Test
    void networkOfIpv6IsOneAddress() {
        assertThat(SignInGate.network("2001:db8:1:2:3:4:5:6")).isEqualTo(SignInGate.network("2001:db8:1:2::1"));
        assertThat(SignInGate.network("2001:db8:1:3::1")).isNotEqualTo(SignInGate.network("2001:db8:1:2::1"));
        assertThat(SignInGate.network("192.0.2.7")).isEqualTo("192.0.2.7");
    }
}
