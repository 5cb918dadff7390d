package dev.roadstead.conformance.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.roadstead.apiserver.selector.FieldSelector;
import dev.roadstead.apiserver.selector.LabelSelector;
import java.nio.charset.StandardCharsets;
import java.util.Map;

final class SelectorsFuzzTest {
    @FuzzTest(maxDuration = "3s", maxExecutions = 10_000)
    void readsSelectors(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Bounds.within(() -> LabelSelector.parse(text).matches(Map.of("app", "web")));
        Bounds.within(() -> FieldSelector.parse(text, Kinds.WIDGETS));
    }
}
