package dev.roadstead.conformance.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;

final class YamlFuzzTest {
    @FuzzTest(maxDuration = "3s", maxExecutions = 10_000)
    void readsYaml(byte[] body) {
        Bounds.within(() -> DocumentReader.read(body, Format.YAML));
    }
}
