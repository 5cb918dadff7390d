package dev.roadstead.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class GoDurationTest {
    @Test
    void readsWhatGoWrites() {
        Map<String, Duration> table = Map.of(
                "0", Duration.ZERO,
                "0s", Duration.ZERO,
                "30s", Duration.ofSeconds(30),
                "5m", Duration.ofMinutes(5),
                "1h30m", Duration.ofMinutes(90),
                "1.5s", Duration.ofMillis(1_500),
                "250ms", Duration.ofMillis(250),
                "1m0.001s", Duration.ofMillis(60_001),
                "2m1m", Duration.ofMinutes(3),
                "0.0004s", Duration.ZERO);

        table.forEach(
                (text, duration) -> assertThat(GoDuration.parse(text)).as(text).isEqualTo(duration));
    }

    @Test
    void refusesWhatIsNoDurationAndSaysWhatIs() {
        for (String text : List.of("", "30", "-5s", "5 s", "s", "1d", "1h30", "1.s", "1,5s", "5S", "1234567890s")) {
            assertThatThrownBy(() -> GoDuration.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + text + "\"")
                    .hasMessageContaining("30s");
        }
    }

    @Test
    void aVeryLongTextIsRefusedAndDoesNoHarm() {
        assertThatThrownBy(() -> GoDuration.parse("99999h".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLongestFitsWhatEnginesCountIn() {
        Duration longest = GoDuration.parse("99999h".repeat(4));
        assertThat(longest.toSeconds()).isLessThan(Integer.MAX_VALUE);
        assertThat(longest.toNanos()).isPositive();
        assertThatThrownBy(() -> GoDuration.parse("100000h")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void positiveOnesAreMoreThanNothing() {
        assertThat(List.of("1ms", "0.5s", "1h0m", "10s")).allMatch(text -> text.matches(GoDuration.POSITIVE));
        assertThat(List.of("0", "0s", "0h0.0m", "5")).noneMatch(text -> text.matches(GoDuration.POSITIVE));
    }

    @Test
    void writesTheShortestText() {
        assertThat(GoDuration.format(Duration.ZERO)).isEqualTo("0s");
        assertThat(GoDuration.format(Duration.ofMinutes(60))).isEqualTo("1h");
        assertThat(GoDuration.format(Duration.ofMillis(90_250))).isEqualTo("1m30s250ms");
    }

    @RepeatedTest(100)
    void whatIsWrittenIsReadAsTheSame() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Duration duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 38)));

        assertThat(GoDuration.parse(GoDuration.format(duration)))
                .as("seed %d", seed)
                .isEqualTo(duration);
    }
}
