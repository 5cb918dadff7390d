package dev.roadstead.controller.reconcile.application;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.ConfigDigests;
import dev.roadstead.controller.plan.ConfigReference;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Digests what templates take from Secrets and ConfigMaps. Of those only digests stay in memory, and are made anew when an
 * object has another revision. What is read is never older than what the informer has seen, so a digest does not go back
 * to an earlier one while the informer catches up. Thread-safe.
 */
final class ConfigReader {
    private static final String ABSENT = "-";

    private final ApiClient client;
    private final Lister<? extends Resource> secrets;
    private final Lister<? extends Resource> configMaps;
    private final ConfigKey key;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** What an object of some revision had in it: a digest for each of its keys, in their order. */
    private record Known(String version, Map<String, String> digests) {}

    ConfigReader(
            ApiClient client,
            Lister<? extends Resource> secrets,
            Lister<? extends Resource> configMaps,
            ConfigKey key) {
        this.client = client;
        this.secrets = secrets;
        this.configMaps = configMaps;
        this.key = key;
    }

    /** Of these templates; all others are not looked at. Calls the API for what it has not seen. */
    ConfigDigests read(String namespace, Collection<ContainerTemplate> templates) {
        Map<ContainerTemplate, Optional<String>> digests = new HashMap<>();
        for (ContainerTemplate template : templates) {
            List<ConfigReference> references = ConfigReference.of(template);
            if (!references.isEmpty()) {
                digests.put(template, digest(namespace, references));
            }
        }
        return template -> digests.getOrDefault(template, Optional.empty());
    }

    private Optional<String> digest(String namespace, List<ConfigReference> references) {
        StringBuilder all = new StringBuilder();
        for (ConfigReference reference : references) {
            String taken = taken(namespace, reference);
            if (taken == null && !reference.optional()) {
                return Optional.empty();
            }
            all.append(reference.kind()).append(' ').append(reference.name()).append(' ');
            all.append(reference.key())
                    .append(' ')
                    .append(taken == null ? ABSENT : taken)
                    .append('\n');
        }
        return Optional.of(key.digest(all.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Null when it is not there. */
    private @Nullable String taken(String namespace, ConfigReference reference) {
        Map<String, String> digests = digests(namespace, reference);
        if (digests == null) {
            return null;
        }
        return reference.key() == null ? digests.toString() : digests.get(reference.key());
    }

    private @Nullable Map<String, String> digests(String namespace, ConfigReference reference) {
        String name = reference.kind() + "/" + namespace + "/" + reference.name();
        Resource present = lister(reference).find(namespace, reference.name());
        if (present == null) {
            known.remove(name);
            return null;
        }
        String version = version(present.metadata());
        Known found = known.get(name);
        if (found == null || !found.version().equals(version)) {
            Map<String, byte[]> content = content(namespace, reference);
            if (content == null) {
                return null;
            }
            found = new Known(version, digests(content));
            known.put(name, found);
        }
        return found.digests();
    }

    private Lister<? extends Resource> lister(ConfigReference reference) {
        return switch (reference.kind()) {
            case SECRET -> secrets;
            case CONFIG_MAP -> configMaps;
        };
    }

    private @Nullable Map<String, byte[]> content(String namespace, ConfigReference reference) {
        return switch (reference.kind()) {
            case SECRET ->
                client.find(ResourceType.SECRET, namespace, reference.name())
                        .map(Secret::data)
                        .orElse(null);
            case CONFIG_MAP ->
                client.find(ResourceType.CONFIG_MAP, namespace, reference.name())
                        .map(ConfigReader::bytes)
                        .orElse(null);
        };
    }

    private static Map<String, byte[]> bytes(ConfigMap configMap) {
        Map<String, byte[]> content = new HashMap<>();
        configMap.data().forEach((name, text) -> content.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return content;
    }

    private Map<String, String> digests(Map<String, byte[]> content) {
        Map<String, String> digests = new TreeMap<>();
        content.forEach((name, value) -> digests.put(name, key.digest(value)));
        return digests;
    }

    private static String version(ObjectMeta metadata) {
        return metadata.uid() + "/" + metadata.resourceVersion();
    }
}
