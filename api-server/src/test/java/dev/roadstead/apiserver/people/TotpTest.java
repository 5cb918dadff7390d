package dev.roadstead.apiserver.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TotpTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_111_111_109);
    private static final long STEP = 1_111_111_109 / 30;

    private final Totp totp = new Totp("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

    /** RFC 6238, appendix B: the last six of its eight digits. */
    @Test
    void codesAreThoseOfTheStandard() {
        Map.of(
                        59L, "287082",
                        1_111_111_109L, "081804",
                        1_111_111_111L, "050471",
                        1_234_567_890L, "005924",
                        2_000_000_000L, "279037",
                        20_000_000_000L, "353130")
                .forEach((second, code) ->
                        assertThat(totp.codeAt(Instant.ofEpochSecond(second))).isEqualTo(code));
        assertThat(totp.secret()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    @Test
    void clockMayBeWrongByOneStep() {
        for (int steps = -3; steps <= 3; steps++) {
            String code = totp.codeAt(NOW.plusSeconds(30L * steps));
            long expected = Math.abs(steps) <= 1 ? STEP + steps : Totp.NONE;
            assertThat(totp.stepOf(code, NOW, Totp.NONE)).as(steps + " steps").isEqualTo(expected);
        }
    }

    @Test
    void stepThatWasTakenAndAllBeforeItAreNotTakenAgain() {
        assertThat(totp.stepOf(totp.codeAt(NOW), NOW, STEP - 1)).isEqualTo(STEP);
        assertThat(totp.stepOf(totp.codeAt(NOW), NOW, STEP)).isEqualTo(Totp.NONE);
        assertThat(totp.stepOf(totp.codeAt(NOW.minusSeconds(30)), NOW, STEP)).isEqualTo(Totp.NONE);
        assertThat(totp.stepOf(totp.codeAt(NOW.plusSeconds(30)), NOW, STEP)).isEqualTo(STEP + 1);
    }

    @Test
    void whatIsNoCodeIsNoCode() {
        for (String code : new String[] {"", "0", "081804 ", "81804", "08180４", "0818040"}) {
            assertThat(totp.stepOf(code, NOW, Totp.NONE)).as(code).isEqualTo(Totp.NONE);
        }
    }
}
