package dev.roadstead.controller.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.roadstead.model.Container;
import dev.roadstead.model.Json;
import org.junit.jupiter.api.Test;

class SharedPartsTest {
    private final SharedParts parts = new SharedParts();

    @Test
    void containersOfAReleaseShareItsTemplateAndOwner() {
        Container first = parts.share(null, read(0, 7, "Running", "[]"));
        Container second = parts.share(null, read(1, 8, "Running", "[]"));

        assertThat(second).isEqualTo(read(1, 8, "Running", "[]"));
        assertThat(second.spec().template()).isSameAs(first.spec().template());
        assertThat(second.metadata().ownerReferences())
                .isSameAs(first.metadata().ownerReferences());
        assertThat(second.spec().nodeName()).isSameAs(first.spec().nodeName());
    }

    @Test
    void aNewVersionSharesWhatDidNotChange() {
        Container before = parts.share(null, read(0, 7, "Running", "[]"));
        Container after = parts.share(before, read(0, 8, "Running", "[roadstead.dev/container]"));

        assertThat(after).isEqualTo(read(0, 8, "Running", "[roadstead.dev/container]"));
        assertThat(after.spec()).isSameAs(before.spec());
        assertThat(after.metadata().labels()).isSameAs(before.metadata().labels());
    }

    @Test
    void whatChangedIsWhatWasRead() {
        Container before = parts.share(null, read(0, 7, "Running", "[]"));

        assertThat(parts.share(before, read(0, 8, "Stopped", "[]"))).isEqualTo(read(0, 8, "Stopped", "[]"));
        assertThat(parts.share(before, read(1, 8, "Running", "[]"))).isEqualTo(read(1, 8, "Running", "[]"));
    }

    /** Each time another one, as a watch delivers them. */
    private static Container read(int ordinal, int version, String state, String finalizers) {
        try {
            return Json.mapper()
                    .readValue(
                            """
                            {"metadata": {"name": "web-1-%1$d", "namespace": "shop", "uid": "u-%1$d",
                              "resourceVersion": "%2$d", "generation": 1, "finalizers": %4$s,
                              "labels": {"app": "web", "ordinal": "%1$d"},
                              "ownerReferences": [{"apiVersion": "roadstead.dev/v1", "kind": "Application",
                                "name": "web", "uid": "u-web"}]},
                             "spec": {"application": "web", "release": 1, "ordinal": %1$d, "nodeName": "one",
                              "desiredState": "%3$s", "drain": "5s", "routeLabels": {"route": "x"},
                              "template": {"image": "app:1", "env": [{"name": "A", "value": "b"}]}},
                             "status": {"state": "Running", "health": "Healthy", "restarts": 0, "ip": "10.0.0.%2$d",
                              "conditions": [{"type": "Ready", "status": "True", "reason": "Ready", "message": "",
                                "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
                            """.formatted(
                                            ordinal,
                                            version,
                                            state,
                                            finalizers.replace("[r", "[\"r").replace("r]", "r\"]")),
                            Container.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
