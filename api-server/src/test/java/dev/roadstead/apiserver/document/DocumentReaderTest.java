package dev.roadstead.apiserver.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class DocumentReaderTest {
    @TestFactory
    Stream<DynamicTest> readsYamlByTheCoreSchema() {
        Map<String, String> readings = Map.ofEntries(
                Map.entry("no", "\"no\""),
                Map.entry("on", "\"on\""),
                Map.entry("True", "true"),
                Map.entry("~", "null"),
                Map.entry("0x10", "16"),
                Map.entry("0o17", "15"),
                Map.entry("017", "17"),
                Map.entry("+1", "1"),
                Map.entry("1.0", "1"),
                Map.entry("1e3", "1000"),
                Map.entry("0.5", "0.5"),
                Map.entry("12:30:45", "\"12:30:45\""),
                Map.entry("2026-11-21", "\"2026-11-21\""),
                Map.entry("'1'", "\"1\""),
                Map.entry("!!str 1", "\"1\""),
                Map.entry("! 1", "\"1\""),
                Map.entry("{1: a, true: b}", "{\"1\":\"a\",\"true\":\"b\"}"),
                Map.entry("\"\\uD83D\\uDE00\"", "\"😀\""),
                Map.entry("|\n a\n b\n", "\"a\\nb\\n\""),
                Map.entry("[&x {a: 1}, *x]", "[{\"a\":1},{\"a\":1}]"),
                Map.entry("[&x {a: 1}, {<<: *x, b: 2}]", "[{\"a\":1},{\"b\":2,\"a\":1}]"),
                Map.entry("[&x {a: 1}, {a: 2, <<: *x}]", "[{\"a\":1},{\"a\":2}]"),
                Map.entry(
                        "[&x {a: 1}, &y {a: 2, b: 3}, {<<: [*x, *y]}]",
                        "[{\"a\":1},{\"a\":2,\"b\":3},{\"a\":1,\"b\":3}]"),
                Map.entry("{'<<': 5}", "{\"<<\":5}"),
                Map.entry("[&x 1, &x 2, *x]", "[1,2,2]"));
        return readings.entrySet().stream()
                .map(reading -> DynamicTest.dynamicTest(
                        reading.getKey(),
                        () -> assertThat(read(reading.getKey(), Format.YAML)).hasToString(reading.getValue())));
    }

    @Test
    void readsIntegersThatAreWrittenAsDecimals() {
        assertThat(read("[1.0, 1e3, -0.0, 9e18, 0.1, 1e19]", Format.JSON))
                .hasToString("[1,1000,0,9000000000000000000,0.1,1.0E19]");
    }

    @Test
    void keepsNulCharactersAndReplacesUnpairedSurrogates() throws IOException {
        JsonNode tree = read("{\"a\\u0000\":\"\\ud800x\\udc00\\ud83d\\ude00\\u0000\"}", Format.JSON);

        assertThat(tree.get("a\0").textValue()).isEqualTo("\uFFFDx\uFFFD😀\0");
        assertThat(new ObjectMapper().readTree(new ObjectMapper().writeValueAsBytes(tree)))
                .isEqualTo(tree);
    }

    @Test
    void passesOverAByteOrderMark() {
        assertThat(read("\uFEFF{\"a\":1}", Format.JSON)).hasToString("{\"a\":1}");
        assertThat(read("\uFEFFa: 1", Format.YAML)).hasToString("{\"a\":1}");
    }

    @Test
    void readsWhatLiesWithinTheLimits() {
        assertThat(read("[".repeat(64) + "]".repeat(64), Format.JSON)).isNotNull();
        assertThat(read("[".repeat(64) + "]".repeat(64), Format.YAML)).isNotNull();
        assertThat(read("\"" + "x".repeat(3 << 20) + "\"", Format.JSON).textValue())
                .hasSize(3 << 20);
    }

    private static JsonNode read(String text, Format format) {
        return DocumentReader.read(text.getBytes(StandardCharsets.UTF_8), format);
    }
}
