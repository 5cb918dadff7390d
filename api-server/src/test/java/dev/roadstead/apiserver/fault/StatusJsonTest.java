package dev.roadstead.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.apiserver.fault.ApiFault.Subject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusJsonTest {
    private static final Subject WEB = new Subject("roadstead.dev", "applications", "web");

    @Test
    void notFoundNamesTheObject() throws JsonProcessingException {
        assertThat(StatusJson.render(new ApiFault.NotFound(WEB))).isEqualTo(new JsonMapper().readTree("""
                {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
                 "message": "applications.roadstead.dev \\"web\\" not found", "reason": "NotFound",
                 "details": {"name": "web", "group": "roadstead.dev", "kind": "applications"}, "code": 404}"""));
    }

    @Test
    void invalidListsItsCauses() {
        var status = StatusJson.render(new ApiFault.Invalid(
                new Subject("roadstead.dev", "Application", "web"),
                List.of(new Cause("FieldValueRequired", "Required value", "spec.template"))));

        assertThat(status.path("code").asInt()).isEqualTo(422);
        assertThat(status.path("message").asText())
                .isEqualTo("Application.roadstead.dev \"web\" is invalid: spec.template: Required value");
        assertThat(status.at("/details/causes/0/field").asText()).isEqualTo("spec.template");
        assertThat(status.at("/details/kind").asText()).isEqualTo("Application");
    }

    @Test
    void faultsThatPassSayWhenToTryAgain() {
        ApiFault fault = new ApiFault.Unavailable("later", Duration.ofMillis(200));

        assertThat(StatusJson.code(fault)).isEqualTo(503);
        assertThat(StatusJson.retryAfter(fault)).isEqualTo(Duration.ofMillis(200));
        assertThat(StatusJson.render(fault).at("/details/retryAfterSeconds").asInt())
                .isEqualTo(1);
        var future = StatusJson.render(new ApiFault.TooLargeResourceVersion(9, 5));
        assertThat(future.path("code").asInt()).isEqualTo(504);
        assertThat(future.at("/details/causes/0/reason").asText()).isEqualTo("ResourceVersionTooLarge");
    }

    @Test
    void faultWithoutASubjectHasNoDetails() {
        assertThat(StatusJson.render(new ApiFault.BadRequest("no")).has("details"))
                .isFalse();
    }
}
