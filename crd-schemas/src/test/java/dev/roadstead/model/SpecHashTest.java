package dev.roadstead.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.roadstead.crd.Default;
import dev.roadstead.crd.MayBeAbsent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecHashTest {
    /** As an older version knew it. */
    public record Old(String image, List<OldItem> items) {}

    public record OldItem(int port) {}

    /** The same kind, with everything that a later version may add. */
    public record New(
            String image,
            List<NewItem> items,
            @Default("3") int count,
            @Default("\"60s\"") Duration grace,
            @Default("{}") Nested nested,
            Map<String, Nested> more) {}

    public record Nested(
            @Default("true") boolean on,
            @Default("\"10Mi\"") Quantity size) {}

    public record NewItem(
            int port,
            @MayBeAbsent String address,
            @JsonProperty("public") @MayBeAbsent boolean open) {
        public NewItem {
            address = address == null ? (open ? "all" : "local") : address;
        }
    }

    private static final Nested STANDARD = new Nested(true, new Quantity("10Mi"));
    private static final New PRESENT = made(new NewItem(80, "local", false), 3, Duration.ofMinutes(1), STANDARD);

    @Test
    void aFieldThatIsAddedWithADefaultChangesNoHash() {
        Old old = new Old("app:1", List.of(new OldItem(80)));
        assertThat(SpecHash.of(PRESENT)).isEqualTo(SpecHash.of(old));
    }

    @Test
    void everyOtherValueCounts() {
        NewItem item = new NewItem(80, "local", false);
        Duration grace = Duration.ofMinutes(1);
        assertThat(List.of(
                                made(item, 4, grace, STANDARD),
                                made(item, 3, Duration.ofSeconds(59), STANDARD),
                                made(item, 3, grace, new Nested(false, STANDARD.size())),
                                made(item, 3, grace, new Nested(true, new Quantity("11Mi"))),
                                made(new NewItem(80, "other", false), 3, grace, STANDARD),
                                made(new NewItem(80, "local", true), 3, grace, STANDARD),
                                made(new NewItem(80, "all", true), 3, grace, STANDARD),
                                new New("app:1", List.of(item), 3, grace, STANDARD, Map.of("a", STANDARD)),
                                PRESENT)
                        .stream()
                        .map(SpecHash::of))
                .doesNotHaveDuplicates();
    }

    @Test
    void theOrderOfMapsDoesNotCount() {
        // Not by the hashes: equal values share one that was computed before.
        assertThat(SpecHash.canonical(labelled("b", "a"))).isEqualTo(SpecHash.canonical(labelled("a", "b")));
    }

    private static New labelled(String first, String second) {
        Map<String, Nested> more = new LinkedHashMap<>();
        more.put(first, STANDARD);
        more.put(second, STANDARD);
        return new New("app:1", List.of(), 3, Duration.ofMinutes(1), STANDARD, more);
    }

    private static New made(NewItem item, int count, Duration grace, Nested nested) {
        return new New("app:1", List.of(item), count, grace, nested, Map.of());
    }
}
