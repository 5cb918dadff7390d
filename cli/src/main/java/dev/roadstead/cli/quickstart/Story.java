package dev.roadstead.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.roadstead.controller.client.ApiClient;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the Events of a namespace tell about an object, oldest first. */
final class Story {
    private Story() {}

    /** One line an event: {@code Warning ImagePullFailed: …}. */
    static List<String> of(ApiClient api, String namespace, String name) {
        JsonNode events =
                api.getRaw("/api/v1/namespaces/" + namespace + "/events").orElseGet(MissingNode::getInstance);
        return StreamSupport.stream(events.path("items").spliterator(), false)
                .filter(event -> event.at("/involvedObject/name").asText().startsWith(name))
                .sorted(Comparator.comparing(
                        event -> event.path("lastTimestamp").asText()))
                .map(event ->
                        event.path("type").asText() + " " + event.path("reason").asText() + ": "
                                + event.path("message").asText())
                .toList();
    }
}
