package dev.roadstead.conformance.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.roadstead.apiserver.protobuf.ProtobufReader;

final class ProtobufFuzzTest {
    @FuzzTest(maxDuration = "3s", maxExecutions = 10_000)
    void readsProtobuf(byte[] body) {
        Bounds.within(() -> ProtobufReader.read(body));
    }
}
