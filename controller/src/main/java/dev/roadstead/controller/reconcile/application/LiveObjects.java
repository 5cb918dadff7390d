package dev.roadstead.controller.reconcile.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Release;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads an Application and what belongs to it from the server: the truth that a change is decided on. */
final class LiveObjects {
    private final JsonMapper mapper = Json.mapper();
    private final ApiClient client;

    LiveObjects(ApiClient client) {
        this.client = client;
    }

    Optional<Application> application(Key key) {
        return client.find(ResourceType.APPLICATION, key.namespace(), key.name());
    }

    List<Release> releases(Application app) {
        return list(ResourceType.RELEASE, app);
    }

    /**
     * Those whose spec names the application. People can change labels, so what memory knows is asked for by name where
     * its label does not lead to it.
     */
    List<Container> containers(Application app, List<Container> known) {
        Map<String, Container> found = new TreeMap<>();
        list(ResourceType.CONTAINER, app).forEach(container -> found.put(container.key(), container));
        for (Container container : known) {
            if (!found.containsKey(container.key())) {
                client.find(
                                ResourceType.CONTAINER,
                                Names.namespace(container),
                                container.metadata().name())
                        .ifPresent(live -> found.put(live.key(), live));
            }
        }
        return found.values().stream()
                .filter(container ->
                        container.spec().application().equals(app.metadata().name()))
                .toList();
    }

    /** Those that lead to the application. */
    List<Domain> domains(Application app) {
        return list(ResourceType.DOMAIN, app, "").stream()
                .filter(domain ->
                        domain.spec().application().equals(app.metadata().name()))
                .toList();
    }

    private <T extends Resource> List<T> list(ResourceType<T> type, Application app) {
        String selector = Labels.APPLICATION + "=" + app.metadata().name();
        return list(type, app, "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8));
    }

    private <T extends Resource> List<T> list(ResourceType<T> type, Application app, String query) {
        String path = "/apis/%s/namespaces/%s/%s%s"
                .formatted(type.apiVersion(), app.metadata().namespace(), type.plural(), query);
        JsonNode answer = client.getRaw(path)
                .orElseThrow(() -> new IllegalStateException("the server does not serve " + type.plural()));
        List<T> objects = new ArrayList<>();
        for (JsonNode item : answer.path("items")) {
            objects.add(read(type, item));
        }
        return objects;
    }

    private <T extends Resource> T read(ResourceType<T> type, JsonNode item) {
        try {
            return mapper.treeToValue(item, type.javaType());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the server sent a " + type.kind() + " that cannot be read", e);
        }
    }
}
