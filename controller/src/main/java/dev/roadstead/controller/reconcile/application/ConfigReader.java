package dev.roadstead.controller.reconcile.application;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.ConfigDigests;
import dev.roadstead.controller.plan.ConfigReference;
import dev.roadstead.controller.secretstore.SecretReader;
import dev.roadstead.controller.secretstore.SecretStoreException;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
 * object has another revision, or after a minute if its content lies elsewhere. What is read is never older than what the informer has seen, so a digest does not go back
 * to an earlier one while the informer catches up. Thread-safe.
 */
public final class ConfigReader {
    private static final String ABSENT = "-";
    private static final Duration STORED_FOR = Duration.ofMinutes(1);

    private final ApiClient client;
    private final SecretReader secretReader;
    private final Lister<? extends Resource> secrets;
    private final Lister<? extends Resource> configMaps;
    private final ConfigKey key;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /**
     * What an object of some revision had in it.
     *
     * @param digests one for each of its keys, in their order
     * @param until when to look again though it is the same; null: never
     */
    private record Known(
            String version,
            Map<String, String> digests,
            @Nullable Instant until) {}

    private record Digests(Map<ContainerTemplate, Optional<String>> known, Optional<Duration> again)
            implements ConfigDigests {
        @Override
        public Optional<String> of(ContainerTemplate template) {
            return known.getOrDefault(template, Optional.empty());
        }
    }

    /**
     * Has read nothing yet.
     *
     * @param secrets as {@code configMaps} only looked at for their revisions
     */
    public ConfigReader(
            ApiClient client,
            SecretReader secretReader,
            Lister<? extends Resource> secrets,
            Lister<? extends Resource> configMaps,
            ConfigKey key,
            InstantSource clock) {
        this.client = client;
        this.secretReader = secretReader;
        this.clock = clock;
        this.secrets = secrets;
        this.configMaps = configMaps;
        this.key = key;
    }

    /** Of these templates; all others are not looked at. Calls the API for what it has not seen. */
    ConfigDigests read(String namespace, Collection<ContainerTemplate> templates) {
        Map<ContainerTemplate, Optional<String>> digests = new HashMap<>();
        boolean stored = false;
        for (ContainerTemplate template : templates) {
            List<ConfigReference> references = ConfigReference.of(template);
            if (!references.isEmpty()) {
                digests.put(template, digest(namespace, references));
                stored |= references.stream().anyMatch(reference -> isStored(namespace, reference));
            }
        }
        return new Digests(digests, stored ? Optional.of(STORED_FOR) : Optional.empty());
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
        String name = name(namespace, reference);
        Resource present = lister(reference).find(namespace, reference.name());
        if (present == null) {
            known.remove(name);
            return null;
        }
        String version = version(present.metadata());
        Known found = known.get(name);
        if (found == null || !found.version().equals(version) || isOver(found)) {
            found = look(namespace, reference, version, found);
            if (found == null) {
                return null;
            }
            known.put(name, found);
        }
        return found.digests();
    }

    private boolean isOver(Known found) {
        return found.until() != null && !clock.instant().isBefore(found.until());
    }

    private boolean isStored(String namespace, ConfigReference reference) {
        Known found = known.get(name(namespace, reference));
        return found == null || found.until() != null;
    }

    private static String name(String namespace, ConfigReference reference) {
        return reference.kind() + "/" + namespace + "/" + reference.name();
    }

    /** Null when there is nothing, or nothing that is known; what was known stays so while a store cannot be asked. */
    private @Nullable Known look(String namespace, ConfigReference reference, String version, @Nullable Known before) {
        if (reference.kind() == ConfigReference.Kind.CONFIG_MAP) {
            return client.find(ResourceType.CONFIG_MAP, namespace, reference.name())
                    .map(configMap -> new Known(version, digests(bytes(configMap)), null))
                    .orElse(null);
        }
        Instant later = clock.instant().plus(STORED_FOR);
        try {
            return secretReader
                    .find(namespace, reference.name())
                    .map(secret ->
                            new Known(version, digests(secret.data()), SecretReader.isStored(secret) ? later : null))
                    .orElse(null);
        } catch (SecretStoreException e) {
            return before == null ? null : new Known(version, before.digests(), later);
        }
    }

    private Lister<? extends Resource> lister(ConfigReference reference) {
        return switch (reference.kind()) {
            case SECRET -> secrets;
            case CONFIG_MAP -> configMaps;
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
