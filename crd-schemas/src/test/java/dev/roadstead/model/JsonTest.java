package dev.roadstead.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
    private record Times(@Nullable Instant at, @Nullable Duration lasts) {}

    private record Collections(List<String> list, Map<String, String> map, List<Times> records) {}

    private static final String APPLICATION = """
            {
              "metadata": {"name": "web", "namespace": "shop", "uid": "u", "resourceVersion": "7", "generation": 2,
                "creationTimestamp": "2026-01-02T03:04:05Z", "labels": {"a": "b"}},
              "spec": {
                "replicas": 2, "desiredState": "Running",
                "template": {
                  "image": "busybox:stable", "imagePullPolicy": "IfNotPresent", "args": ["httpd", "-f"],
                  "env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
                  "ports": [{"name": "http", "containerPort": 80, "protocol": "TCP", "hostPort": 8080, "hostIP": "127.0.0.1",
                    "public": false}],
                  "hostNetwork": false,
                  "resources": {"requests": {}, "limits": {"memory": "64Mi", "cpu": "500m", "pids": 10}},
                  "healthCheck": {"http": {"path": "/", "port": "http"}, "interval": "10s", "timeout": "5s",
                    "retries": 3, "startPeriod": "0s"},
                  "stopGracePeriod": "1m30s",
                  "security": {"readOnlyRootFilesystem": false, "privileged": false, "capabilities": {"drop": ["ALL"]}},
                  "logging": {"maxSize": "10Mi", "maxFiles": 3}},
                "strategy": {"type": "Rolling", "rolling": {"maxSurge": 1, "maxUnavailable": 0},
                  "autoRollback": false, "progressDeadline": "5m", "minReady": "0s", "drain": "10s"},
                "placement": {"nodeSelector": {"zone": "a"}, "prefer": "Spread"},
                "paused": false,
                "releaseHistoryLimit": 10},
              "status": {"observedGeneration": 2, "replicas": 2, "readyReplicas": 1, "updatedReplicas": 2,
                "availableReplicas": 1, "targetRelease": 1,
                "conditions": [{"type": "Ready", "status": "False", "observedGeneration": 2,
                  "lastTransitionTime": "2026-01-02T03:04:06Z", "reason": "Starting", "message": "1 of 2"}]}
            }""";

    private final JsonMapper mapper = Json.mapper();

    @Test
    void anApplicationIsWrittenAsItWasRead() throws JsonProcessingException {
        Application application = mapper.readValue(APPLICATION, Application.class);

        String written = mapper.writeValueAsString(application);
        assertThat(mapper.readTree(written)).isEqualTo(mapper.readTree(APPLICATION));
        assertThat(mapper.readValue(written, Application.class)).isEqualTo(application);
    }

    @Test
    void absentAndNullCollectionsAreReadAsEmptyAndEmptyOnesAreNotWritten() throws JsonProcessingException {
        for (String text : List.of("{}", "{\"list\":null,\"map\":null,\"records\":null}")) {
            Collections read = mapper.readValue(text, Collections.class);
            assertThat(read).as(text).isEqualTo(new Collections(List.of(), Map.of(), List.of()));
            assertThat(mapper.writeValueAsString(read)).isEqualTo("{}");
        }
    }

    @Test
    void absentValuesAreNotWritten() throws JsonProcessingException {
        assertThat(mapper.writeValueAsString(new Times(null, null))).isEqualTo("{}");
    }

    @Test
    void timesAreWrittenInWholeSecondsAndReadWithOffsetsAndFractions() throws JsonProcessingException {
        Instant fraction = Instant.parse("2026-01-02T03:04:05.999999Z");

        assertThat(mapper.writeValueAsString(new Times(fraction, Duration.ofSeconds(90))))
                .isEqualTo("{\"at\":\"2026-01-02T03:04:05Z\",\"lasts\":\"1m30s\"}");
        assertThat(mapper.readValue("{\"at\":\"2026-01-02T04:04:05.999999+01:00\"}", Times.class)
                        .at())
                .isEqualTo(fraction);
    }

    @Test
    void unknownFieldsAreIgnored() throws JsonProcessingException {
        assertThat(mapper.readValue("{\"at\":null,\"managedFields\":[{}]}", Times.class))
                .isEqualTo(new Times(null, null));
    }

    @Test
    void aBadValueIsAnErrorThatNamesItsPlace() {
        for (String text : List.of("{\"at\":\"yesterday\"}", "{\"lasts\":\"soon\"}", "{\"at\":{}}")) {
            assertThatThrownBy(() -> mapper.readValue(text, Times.class))
                    .as(text)
                    .isInstanceOfSatisfying(
                            JsonMappingException.class,
                            e -> assertThat(e.getPathReference()).containsAnyOf("\"at\"", "\"lasts\""));
        }
    }

    @Test
    void secretsAreReadFromBase64AndNotShown() throws JsonProcessingException {
        Secret secret = mapper.readValue(
                "{\"metadata\":{\"name\":\"s\",\"namespace\":\"n\"},\"data\":{\"password\":\"aHVudGVyMg==\"}}",
                Secret.class);

        assertThat(new String(secret.data().get("password"), StandardCharsets.UTF_8))
                .isEqualTo("hunter2");
        assertThat(secret.toString()).isEqualTo("Secret[n/s]");
    }

    @Test
    void aPortIsANumberOrAName() throws JsonProcessingException {
        assertThat(mapper.readValue("80", IntOrString.class)).isEqualTo(new IntOrString(80, null));
        assertThat(mapper.readValue("4294967376", IntOrString.class)).isEqualTo(new IntOrString(null, "4294967376"));
        assertThat(mapper.readValue("\"http\"", IntOrString.class)).isEqualTo(new IntOrString(null, "http"));
        assertThat(mapper.writeValueAsString(IntOrString.of(80))).isEqualTo("80");
        assertThat(mapper.writeValueAsString(IntOrString.of("http"))).isEqualTo("\"http\"");
    }
}
