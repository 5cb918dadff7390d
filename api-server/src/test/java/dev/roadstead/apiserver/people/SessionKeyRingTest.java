package dev.roadstead.apiserver.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionKeyRingTest {
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final SessionKeyRing first = SessionKeyRing.empty().rotated(START, random);

    @Test
    void keyIsDueAfterThirtyDays() {
        assertThat(SessionKeyRing.empty().isDue(START)).isTrue();
        assertThat(first.isDue(START.plus(Duration.ofDays(30)).minusSeconds(1))).isFalse();
        assertThat(first.isDue(START.plus(Duration.ofDays(30)))).isTrue();
    }

    /** Tokens are signed with a key that other servers know, and verified with all whose tokens may live. */
    @Test
    void newKeySignsAMinuteLaterAndOldOnesVerifyOn() {
        Instant rotation = START.plus(Duration.ofDays(30));
        SessionKeyRing second = first.rotated(rotation, random);
        String old = first.signing(START).sign(JsonNodeFactory.instance.objectNode());

        assertThat(second.signing(rotation.plusSeconds(59)).header())
                .isEqualTo(first.signing(START).header());
        assertThat(second.signing(rotation.plusSeconds(60)).header())
                .isNotEqualTo(first.signing(START).header());
        assertThat(second.verifying(first.signing(START).header()))
                .isNotNull()
                .satisfies(key -> assertThat(key.verify(old)).isNotNull());

        SessionKeyRing third = second.rotated(rotation.plus(Duration.ofDays(30)), random);
        assertThat(third.size()).isEqualTo(2);
        assertThat(third.verifying(first.signing(START).header())).isNull();
    }

    @Test
    void ringIsReadAsItWasWritten() {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.putObject("data").put(SessionKeyRing.DATA, first.encode());
        SessionKeyRing read = SessionKeyRing.of(secret);

        assertThat(read.encode()).isEqualTo(first.encode());
        String token = first.signing(START).sign(JsonNodeFactory.instance.objectNode());
        assertThat(read.signing(START).verify(token)).isNotNull();
        assertThat(read.toString()).doesNotContain(first.encode());
    }
}
