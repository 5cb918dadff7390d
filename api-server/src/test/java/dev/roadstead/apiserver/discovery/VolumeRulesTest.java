package dev.roadstead.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.Cause;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a Volume is refused at apply, by the CRD that is shipped. */
class VolumeRulesTest {
    @Test
    void retentionThatKeepsNothingIsRefused() {
        assertThat(complaints("backup: {retention: {}}"))
                .extracting(Cause::message)
                .singleElement()
                .asString()
                .contains("retention that keeps nothing: give at least one of keepLast");
        assertThat(complaints("backup: {retention: {keepLast: 1}}")).isEmpty();
    }

    private static List<Cause> complaints(String spec) {
        ObjectNode volume = (ObjectNode)
                DocumentReader.read(("spec: {" + spec + "}").getBytes(StandardCharsets.UTF_8), Format.YAML);
        return TestKinds.definition("roadstead.dev", "v1", "volumes").schema().validateRules(volume, null);
    }
}
