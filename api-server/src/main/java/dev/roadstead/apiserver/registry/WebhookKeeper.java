package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.webhook.WebhookConfigurations;
import dev.roadstead.apiserver.admission.webhook.WebhookSource;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.ObjectFilter;
import dev.roadstead.apiserver.watch.Range;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps the webhooks that are asked equal to the configurations in the store. */
public final class WebhookKeeper implements AutoCloseable {
    private static final Map<String, String> KINDS = Map.of(
            WebhookConfigurations.MUTATING, "MutatingWebhookConfiguration",
            WebhookConfigurations.VALIDATING, "ValidatingWebhookConfiguration");

    private final WatchCache cache;
    private final WebhookSource source;
    private final List<ResourceFollower> followers;

    private WebhookKeeper(WatchCache cache, WebhookSource source) {
        this.cache = cache;
        this.source = source;
        // Nothing may be written before those are known who have a say in it.
        KINDS.keySet()
                .forEach(resource -> cache.list(resource, Range.of(null), ObjectFilter.ALL)
                        .items()
                        .forEach(this::put));
        this.followers = KINDS.entrySet().stream()
                .map(kind -> ResourceFollower.start(cache, kind.getKey(), new Changes(kind.getValue())))
                .toList();
    }

    public static WebhookKeeper start(WatchCache cache, WebhookSource source) {
        return new WebhookKeeper(cache, source);
    }

    @Override
    public void close() {
        followers.forEach(ResourceFollower::close);
    }

    private void put(CachedObject configuration) {
        source.put(ObjectJson.decode(configuration.json()));
    }

    /** The labels of a namespace; none when there is no such namespace. */
    public JsonNode namespaceLabels(String namespace) {
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        CachedObject found = cache.get(new ObjectKey(NamespaceRules.RESOURCE, "", namespace));
        if (found != null) {
            found.labels().forEach(labels::put);
        }
        return labels;
    }

    /** What is not told again after a restart was deleted meanwhile; until that is known, it stays. */
    private final class Changes implements ResourceFollower.Listener {
        private final String kind;
        private final Set<String> unconfirmed = new HashSet<>();

        Changes(String kind) {
            this.kind = kind;
        }

        @Override
        public void restarted() {
            unconfirmed.addAll(source.names(kind));
        }

        @Override
        public void changed(WatchEvent event) {
            String name = event.object().key().name();
            unconfirmed.remove(name);
            if (event.type() == Change.Type.DELETED) {
                source.remove(kind, name);
            } else {
                put(event.object());
            }
        }

        @Override
        public void caughtUp() {
            unconfirmed.forEach(name -> source.remove(kind, name));
            unconfirmed.clear();
        }
    }
}
