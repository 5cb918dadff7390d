package dev.roadstead.controller.reconcile.application;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.ConfigDigests;
import dev.roadstead.controller.plan.ConfigReference;
import dev.roadstead.controller.secretstore.SecretReader;
import dev.roadstead.model.Application;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Digests what templates take from Secrets and ConfigMaps. Of those only digests stay in memory, and are made anew when an
 * object has another revision. What is read is never older than what the informer has seen, so a digest does not go back to
 * an earlier one while the informer catches up. Content that lies elsewhere is asked for beside the passes, once a minute:
 * a store that does not answer holds up nobody. Thread-safe.
 */
public final class ConfigReader {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReader.class);
    private static final String ABSENT = "-";
    private static final Duration STORED_FOR = Duration.ofMinutes(1);
    private static final int MAX_KNOWN = 20_000;

    private final ApiClient client;
    private final Stores stores;
    private final Lister<? extends Resource> secrets;
    private final Lister<? extends Resource> configMaps;
    private final ConfigKey key;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /**
     * How content is got that lies elsewhere.
     *
     * @param asking runs one question; may refuse
     * @param answered is told the key of the Application for which an answer came
     */
    public record Stores(SecretReader reader, Executor asking, Consumer<String> answered) {}

    /**
     * What an object of some revision had in it.
     *
     * @param digests one for each of its keys, in their order; null while that is not known
     * @param until when to look again though it is the same; null: never
     */
    private record Known(
            String version,
            @Nullable Map<String, String> digests,
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
            Stores stores,
            Lister<? extends Resource> secrets,
            Lister<? extends Resource> configMaps,
            ConfigKey key,
            InstantSource clock) {
        this.client = client;
        this.stores = stores;
        this.secrets = secrets;
        this.configMaps = configMaps;
        this.key = key;
        this.clock = clock;
    }

    /** Of these templates of an Application; all others are not looked at. Calls the API for what it has not seen. */
    ConfigDigests read(Application application, Collection<ContainerTemplate> templates) {
        Map<ContainerTemplate, Optional<String>> digests = new HashMap<>();
        boolean stored = false;
        for (ContainerTemplate template : templates) {
            List<ConfigReference> references = ConfigReference.of(template);
            if (!references.isEmpty()) {
                digests.put(template, digest(application, references));
                stored |= references.stream().anyMatch(reference -> isStored(application, reference));
            }
        }
        return new Digests(digests, stored ? Optional.of(STORED_FOR) : Optional.empty());
    }

    private Optional<String> digest(Application application, List<ConfigReference> references) {
        StringBuilder all = new StringBuilder();
        for (ConfigReference reference : references) {
            String taken = taken(application, reference);
            if (taken == null || (taken.equals(ABSENT) && !reference.optional())) {
                return Optional.empty();
            }
            all.append(reference.kind()).append(' ').append(reference.name()).append(' ');
            all.append(reference.key()).append(' ').append(taken).append('\n');
        }
        return Optional.of(key.digest(all.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Null while that is not known. */
    private @Nullable String taken(Application application, ConfigReference reference) {
        String name = name(application, reference);
        Resource present = lister(reference).find(namespace(application), reference.name());
        if (present == null) {
            known.remove(name);
            return ABSENT;
        }
        String version = present.metadata().uid() + "/" + present.metadata().resourceVersion();
        Known found = known.get(name);
        if (found == null || !found.version().equals(version) || isOver(found)) {
            found = look(application, reference, version, found);
        }
        if (found.digests() == null) {
            return null;
        }
        return reference.key() == null
                ? found.digests().toString()
                : found.digests().getOrDefault(reference.key(), ABSENT);
    }

    private boolean isOver(Known found) {
        return found.until() != null && !clock.instant().isBefore(found.until());
    }

    private boolean isStored(Application application, ConfigReference reference) {
        Known found = known.get(name(application, reference));
        return found != null && found.until() != null;
    }

    private Known look(Application application, ConfigReference reference, String version, @Nullable Known before) {
        String name = name(application, reference);
        if (reference.kind() == ConfigReference.Kind.CONFIG_MAP) {
            Optional<Map<String, String>> digests = client.find(
                            ResourceType.CONFIG_MAP, namespace(application), reference.name())
                    .map(configMap -> digests(bytes(configMap)));
            return keep(name, new Known(version, digests.orElse(null), null));
        }
        Optional<Secret> secret = client.find(ResourceType.SECRET, namespace(application), reference.name());
        if (secret.isPresent() && SecretReader.isStored(secret.get())) {
            return ask(application, reference, secret.get(), version, before);
        }
        Optional<Map<String, String>> digests = secret.map(found -> digests(found.data()));
        return keep(name, new Known(version, digests.orElse(null), null));
    }

    private Known keep(String name, Known found) {
        if (known.size() >= MAX_KNOWN) {
            known.clear(); // those that are in use come back with the next passes
        }
        known.put(name, found);
        return found;
    }

    /** What was known, until the answer comes; what was known of another revision is of another place. */
    private Known ask(
            Application application, ConfigReference reference, Secret secret, String version, @Nullable Known before) {
        String name = name(application, reference);
        Map<String, String> digests = before != null && before.version().equals(version) ? before.digests() : null;
        Known meanwhile = keep(name, new Known(version, digests, clock.instant().plus(STORED_FOR)));
        try {
            stores.asking().execute(() -> answer(application, reference, secret, meanwhile));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is asked for later", name);
        }
        return known.getOrDefault(name, meanwhile);
    }

    private void answer(Application application, ConfigReference reference, Secret secret, Known asked) {
        try {
            Map<String, byte[]> content = stores.reader().resolve(secret).data();
            Known answered = new Known(asked.version(), digests(content), asked.until());
            // Unless it has been looked at again, for another revision.
            if (known.replace(name(application, reference), asked, answered)
                    && !Objects.equals(asked.digests(), answered.digests())) {
                stores.answered().accept(application.key());
            }
        } catch (RuntimeException e) {
            // What was known stays so; the containers that need it say what is wrong.
            LOG.debug("Secret {} cannot be read now: {}", name(application, reference), e.getMessage());
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

    private static String name(Application application, ConfigReference reference) {
        return reference.kind() + "/" + namespace(application) + "/" + reference.name();
    }

    private static String namespace(Application application) {
        return String.valueOf(application.metadata().namespace());
    }
}
