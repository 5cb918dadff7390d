package dev.roadstead.cli.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PastStateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void dataThatWasReplacedIsKeptForAWeekMoreAndNeverShorterThanWasSaid() throws Exception {
        JsonNode replaced = settled("volumes.roadstead.dev", """
                {"status": {"dockerVolume": "ns.data.2", "replaced": [
                  {"dockerVolume": "ns.data", "keptUntil": "2026-11-19T08:00:00Z"},
                  {"dockerVolume": "ns.data.1", "keptUntil": "2027-01-01T00:00:00Z"}]}}
                """).at("/status/replaced");
        assertThat(replaced.findValuesAsText("keptUntil"))
                .containsExactly("2026-11-28T12:00:00Z", "2027-01-01T00:00:00Z");
    }

    @Test
    void aCopyThatWasUnderWayIsForgottenSoThatNobodyEmptiesWhatItHasBecome() throws Exception {
        JsonNode status = settled("volumes.roadstead.dev", """
                {"status": {"nodeName": "a", "transfer": {"to": "b", "dockerVolume": "ns.data.1"}, "replaced": []}}
                """).at("/status");
        assertThat(status.toString()).isEqualTo("{\"nodeName\":\"a\",\"replaced\":[]}");
    }

    @Test
    void aRestoreThatWasUnderWayFailsAndClaimsNoDockerVolume() throws Exception {
        for (String phase : List.of("Pending", "Verifying", "Restoring", "Swapping")) {
            JsonNode status = settled("volumerestores.roadstead.dev", """
                    {"status": {"phase": "%s", "dockerVolume": "ns.data.1", "nodeName": "a", "conditions": []}}
                    """.formatted(phase))
                    .at("/status");
            assertThat(status.path("phase").asText()).as(phase).isEqualTo("Failed");
            assertThat(status.path("message").asText()).contains("make another VolumeRestore");
            assertThat(status.has("dockerVolume")).isFalse();
        }
    }

    @Test
    void aRestoreThatNobodyHadLookedAtFailsToo() throws Exception {
        JsonNode status =
                settled("volumerestores.roadstead.dev", "{\"spec\": {}}").at("/status");
        assertThat(status.path("phase").asText()).isEqualTo("Failed");
        assertThat(status.path("conditions").isArray()).isTrue();
    }

    @Test
    void aRestoreThatWasOverStaysAsItWas() throws Exception {
        String over = "{\"status\":{\"phase\":\"Completed\",\"dockerVolume\":\"ns.data.1\"}}";
        assertThat(settled("volumerestores.roadstead.dev", over)).hasToString(over);
    }

    @Test
    void aContainerThatKeptStillGoesOn() throws Exception {
        String kept = "{\"spec\":{\"quiesce\":{\"by\":\"VolumeBackup/nightly\",\"how\":\"Pause\"},\"nodeName\":\"a\"}}";
        assertThat(settled("containers.roadstead.dev", kept)).hasToString("{\"spec\":{\"nodeName\":\"a\"}}");
    }

    private static ObjectNode settled(String resource, String json) throws JsonProcessingException {
        ObjectNode object = (ObjectNode) new JsonMapper().readTree(json);
        new PastState(NOW).settle(resource, object);
        return object;
    }
}
