package dev.roadstead.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.model.Application;
import dev.roadstead.model.Json;
import dev.roadstead.model.Node;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    @Test
    void countsWhatIsReadyAndExplainsWhatIsNot() throws Exception {
        List<String> lines = StatusReport.lines(
                List.of(),
                List.of(
                        application("shop", 1, ready("True", 1, "1 of 1 containers are available")),
                        application("api", 2, ready("False", 2, "no such image")),
                        application("new", 1, "")));
        assertThat(lines)
                .containsExactly(
                        "nodes         none",
                        "applications  1 of 3 ready",
                        "  default/api: no such image",
                        "  default/new: not seen by the controllers yet");
    }

    @Test
    void namesNodesThatGetNoNewContainers() throws Exception {
        List<String> lines = StatusReport.lines(
                List.of(
                        node("web-3", "\"unschedulable\": true"),
                        node("web-1", "\"drain\": true, \"unschedulable\": true"),
                        node("web-2", "\"unschedulable\": false")),
                List.of());
        assertThat(lines)
                .containsExactly(
                        "nodes         3 of 3 ready",
                        "  web-1: drained, so its containers move away and it gets no new ones;"
                                + " 'roadstead node uncordon web-1' takes it into use again",
                        "  web-3: cordoned, so it gets no new containers;"
                                + " 'roadstead node uncordon web-3' takes it into use again",
                        "applications  none");
    }

    @Test
    void aConditionOfAnOlderSpecDoesNotCount() throws Exception {
        Readiness readiness = Readiness.of(application("shop", 2, ready("True", 1, "fine")));
        assertThat(readiness.ready()).isFalse();
    }

    private static String ready(String status, int generation, String message) {
        return """
                {"type": "Ready", "status": "%s", "observedGeneration": %d, "reason": "Any", "message": "%s",
                 "lastTransitionTime": "2026-01-01T00:00:00Z"}""".formatted(status, generation, message);
    }

    private static Node node(String name, String spec) throws IOException {
        String json = """
                {"metadata": {"name": "%s", "generation": 1}, "spec": {"connection": {"unix": {}}, %s},
                 "status": {"conditions": [%s]}}
                """.formatted(name, spec, ready("True", 1, "the engine answers"));
        return Json.mapper().readValue(json, Node.class);
    }

    private static Application application(String name, int generation, String condition) throws IOException {
        String json = """
                {"metadata": {"name": "%s", "namespace": "default", "generation": %d},
                 "spec": {"replicas": 1, "template": {"image": "busybox"}}, "status": {"conditions": [%s]}}
                """.formatted(name, generation, condition);
        return Json.mapper().readValue(json, Application.class);
    }
}
