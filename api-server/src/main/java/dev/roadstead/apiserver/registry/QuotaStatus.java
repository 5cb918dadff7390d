package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.patch.PatchType;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.ChangedNamespaces;
import dev.roadstead.apiserver.watch.ObjectFilter;
import dev.roadstead.apiserver.watch.Range;
import dev.roadstead.apiserver.watch.WatchCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the status of ResourceQuotas how much is used of what the server counts itself, a second after it has changed
 * at the latest. Admission does not go by it. Each key of {@code status.used} has one writer: those of {@link QuotaItem}s
 * are written here, all others and {@code status.hard} by the controllers; each merges its own keys.
 */
public final class QuotaStatus implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaStatus.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final WriteOptions OPTIONS =
            new WriteOptions(false, FieldValidation.IGNORE, "roadstead", false, Caller.server("quotas"));

    private final WatchCache cache;
    private final ResourceService service;
    private final CatalogKeeper catalog;
    private final Quotas quotas;
    private final ChangedNamespaces changed;
    private final Thread thread;
    /** Of the thread alone. */
    private @Nullable Known known;

    private record Known(ResourceCatalog catalog, Map<String, QuotaItem> items) {}

    private QuotaStatus(WatchCache cache, ConsistentReader reader, ResourceService service, CatalogKeeper catalog) {
        this.cache = cache;
        this.service = service;
        this.catalog = catalog;
        this.quotas = new Quotas(reader, catalog);
        this.changed = cache.changedNamespaces();
        this.thread = Thread.ofVirtual().name("quota-status").unstarted(this::run);
    }

    /** Begins; ends at {@link #close}. */
    public static QuotaStatus start(
            WatchCache cache, ConsistentReader reader, ResourceService service, CatalogKeeper catalog) {
        QuotaStatus status = new QuotaStatus(cache, reader, service, catalog);
        status.thread.start();
        return status;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Predicate<String> concerned = changed.take();
                boolean otherKinds = known == null || known.catalog() != catalog.get();
                cache.list(Quotas.RESOURCE, Range.of(null), ObjectFilter.ALL).items().stream()
                        .filter(quota ->
                                otherKinds || concerned.test(quota.key().namespace()))
                        .forEach(this::writeOrReport);
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeOrReport(CachedObject quota) {
        try {
            write(quota);
        } catch (ApiException | StoreUnavailableException e) {
            LOG.debug("The status of {} is written later: {}", quota.key(), e.getMessage());
            changed.add(List.of(quota.key().namespace()));
        } catch (RuntimeException e) { // of this worker, which must live to see the next change
            LOG.error("The status of {} could not be written", quota.key(), e);
        }
    }

    private void write(CachedObject quota) {
        ObjectNode object = ObjectJson.decode(quota.json());
        ObjectNode changes = changes(object, quota.key().namespace());
        if (!changes.isEmpty()) {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            patch.putObject("status").set("used", changes);
            ResourceDefinition definition =
                    Objects.requireNonNull(catalog.get().find("", "v1", Quotas.RESOURCE), "quotas are built in");
            Target target =
                    new Target(definition, quota.key().namespace(), quota.key().name());
            service.patch(
                    target,
                    Subresource.STATUS,
                    PatchType.MERGE,
                    patch.toString().getBytes(StandardCharsets.UTF_8),
                    OPTIONS);
        }
    }

    /** The server's own keys that are not what they should be; null for those that are to go. */
    private ObjectNode changes(ObjectNode quota, String namespace) {
        JsonNode hard = quota.path("spec").path("hard");
        JsonNode used = quota.path("status").path("used");
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        Map<String, QuotaItem> items = items();
        hard.fieldNames().forEachRemaining(name -> {
            QuotaItem item = items.get(name);
            String text = item == null ? "" : item.text(quotas.used(item, namespace));
            if (item != null && !used.path(name).asText().equals(text)) {
                changes.put(name, text);
            }
        });
        used.fieldNames().forEachRemaining(name -> {
            if (items.containsKey(name) && !hard.has(name)) {
                changes.putNull(name);
            }
        });
        return changes;
    }

    private Map<String, QuotaItem> items() {
        ResourceCatalog current = catalog.get();
        if (known == null || known.catalog() != current) {
            known = new Known(current, items(current));
        }
        return known.items();
    }

    /** Of each kind one version: all of them hold the same objects. */
    private static Map<String, QuotaItem> items(ResourceCatalog catalog) {
        Map<String, QuotaItem> items = new HashMap<>();
        for (ResourceDefinition definition : catalog.all()) {
            if (definition.namespaced()) {
                QuotaItem.of(definition, catalog).forEach(item -> items.put(item.name(), item));
            }
        }
        return items;
    }
}
