package dev.roadstead.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The webhooks of all configurations, those of one after those of another by name. Thread-safe. */
public final class WebhookSource {
    private final Map<Key, List<Webhook>> byConfiguration =
            new TreeMap<>(Comparator.comparing(Key::kind).thenComparing(Key::name));
    private volatile List<Webhook> all = List.of();

    private record Key(String kind, String name) {}

    List<Webhook> webhooks() {
        return all;
    }

    /** Takes note of a configuration, which replaces what it was before. */
    public synchronized void put(ObjectNode configuration) {
        byConfiguration.put(key(configuration), WebhookConfigurations.read(configuration));
        publish();
    }

    /**
     * Forgets a configuration.
     *
     * @param kind MutatingWebhookConfiguration or ValidatingWebhookConfiguration
     */
    public synchronized void remove(String kind, String name) {
        byConfiguration.remove(new Key(kind, name));
        publish();
    }

    /** The names of the configurations of a kind. */
    public synchronized Set<String> names(String kind) {
        return byConfiguration.keySet().stream()
                .filter(key -> key.kind().equals(kind))
                .map(Key::name)
                .collect(Collectors.toSet());
    }

    private void publish() {
        List<Webhook> webhooks = new ArrayList<>();
        byConfiguration.values().forEach(webhooks::addAll);
        all = List.copyOf(webhooks);
    }

    private static Key key(ObjectNode configuration) {
        return new Key(
                configuration.path("kind").asText(),
                configuration.path("metadata").path("name").asText());
    }
}
