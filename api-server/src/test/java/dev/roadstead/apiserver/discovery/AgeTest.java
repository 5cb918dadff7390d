package dev.roadstead.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgeTest {
    @Test
    void looksAsKubectlUsersKnowIt() {
        Map.ofEntries(
                        Map.entry("PT-5S", "<invalid>"),
                        Map.entry("PT-1.9S", "0s"),
                        Map.entry("PT0S", "0s"),
                        Map.entry("PT119S", "119s"),
                        Map.entry("PT2M", "2m"),
                        Map.entry("PT9M59S", "9m59s"),
                        Map.entry("PT10M59S", "10m"),
                        Map.entry("PT2H59M", "179m"),
                        Map.entry("PT3H", "3h"),
                        Map.entry("PT7H59M", "7h59m"),
                        Map.entry("PT8H59M", "8h"),
                        Map.entry("PT47H", "47h"),
                        Map.entry("PT48H", "2d"),
                        Map.entry("PT76H", "3d4h"),
                        Map.entry("P8DT5H", "8d"),
                        Map.entry("P729D", "729d"),
                        Map.entry("P730D", "2y"),
                        Map.entry("P770D", "2y40d"),
                        Map.entry("P3000D", "8y"))
                .forEach((age, expected) ->
                        assertThat(Age.format(Duration.parse(age))).as(age).isEqualTo(expected));
    }
}
