package dev.roadstead.conformance.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import java.nio.charset.StandardCharsets;

final class JsonFuzzTest {
    /** What was read can be written and read again, and is the same. */
    @FuzzTest(maxDuration = "3s", maxExecutions = 10_000)
    void readsJson(byte[] body) {
        Bounds.within(() -> {
            var read = DocumentReader.read(body, Format.JSON);
            byte[] written = read.toString().getBytes(StandardCharsets.UTF_8);
            if (!DocumentReader.read(written, Format.JSON).equals(read)) {
                throw new AssertionError("read differently again: " + read);
            }
        });
    }
}
