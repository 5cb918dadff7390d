package dev.roadstead.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuantityTest {
    @Test
    void isReadInBaseUnitsRoundedUp() {
        Map<String, Long> table = Map.of(
                "0", 0L,
                "2", 2L,
                "500m", 1L,
                "1.5k", 1_500L,
                "64Mi", 64L << 20,
                "1.5Gi", 3L << 29,
                "10G", 10_000_000_000L,
                "1Pi", 1L << 50,
                "0.000000001", 1L,
                "999999999999999", 999_999_999_999_999L);

        table.forEach(
                (text, value) -> assertThat(Quantity.of(text).value()).as(text).isEqualTo(value));
    }

    @Test
    void processorsAreReadInBillionths() {
        Map<String, Long> table =
                Map.of("1", 1_000_000_000L, "500m", 500_000_000L, "0.25", 250_000_000L, "0.5m", 500_000L);

        table.forEach(
                (text, nanos) -> assertThat(Quantity.of(text).nano()).as(text).isEqualTo(nanos));
    }

    @Test
    void isReadFromAStringOrANumber() throws Exception {
        for (String json : List.of("2", "999999999999999", "\"2\"")) {
            assertThat(Json.mapper().readValue(json, Quantity.class).text()).isEqualTo(json.replace("\"", ""));
        }
    }

    @Test
    void refusesWhatIsNoQuantityAndSaysWhatIs() {
        for (String text : List.of("", "-1", "1 Gi", "1GiB", "1e3", ".5", "5.", "Mi", "1K", "1234567890123456")) {
            assertThatThrownBy(() -> Quantity.of(text).value())
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + text + "\"")
                    .hasMessageContaining("64Mi");
        }
    }

    @Test
    void anAmountBeyondALongIsTheLargestLong() {
        assertThat(Quantity.of("999999999999999Pi").value()).isEqualTo(Long.MAX_VALUE);
        assertThat(Quantity.of("999999999999999").nano()).isEqualTo(Long.MAX_VALUE);
    }
}
