package dev.roadstead.apiserver.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.registry.ResourceFollower;
import dev.roadstead.apiserver.registry.ResourceService;
import dev.roadstead.apiserver.registry.Subresource;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.registry.WriteOptions;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.selector.LabelSelector;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every ClusterRole with an {@code aggregationRule} the rules of the ClusterRoles that it selects (Kubernetes,
 * "Aggregated ClusterRoles"). Writes only what differs, so several servers may do it at once.
 */
public final class RoleAggregator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoleAggregator.class);
    private static final long RETRY_MILLIS = 250;
    private static final WriteOptions OPTIONS = new WriteOptions(
            false, FieldValidation.IGNORE, "clusterrole-aggregation-controller", false, Caller.server("aggregator"));

    private final ResourceService service;
    private final ResourceDefinition definition;
    private final Map<String, ObjectNode> roles = new ConcurrentSkipListMap<>();
    private final Semaphore work = new Semaphore(0);
    private final ResourceFollower follower;
    private final Thread thread;

    private RoleAggregator(WatchCache cache, ResourceService service, ResourceCatalog core) {
        this.service = service;
        this.definition = Objects.requireNonNull(core.find(RbacObjects.GROUP, "v1", "clusterroles"));
        this.follower = ResourceFollower.start(cache, RbacObjects.CLUSTER_ROLES, new Roles());
        this.thread = Thread.ofVirtual().name("role-aggregator").unstarted(this::run);
    }

    /** Works until {@link #close}. */
    public static RoleAggregator start(WatchCache cache, ResourceService service, ResourceCatalog core) {
        RoleAggregator aggregator = new RoleAggregator(cache, service, core);
        aggregator.thread.start();
        return aggregator;
    }

    @Override
    public void close() {
        follower.close();
        thread.interrupt();
    }

    private final class Roles implements ResourceFollower.Listener {
        private boolean complete;

        @Override
        public void restarted() {
            complete = false;
            roles.clear();
        }

        /** Rules must not be taken away because the roles that they come from were not told yet. */
        @Override
        public void caughtUp() {
            complete = true;
            work.release();
        }

        @Override
        public void changed(WatchEvent event) {
            String name = event.object().key().name();
            if (event.type() == Change.Type.DELETED) {
                roles.remove(name);
            } else {
                roles.put(name, RbacObjects.decode(event.object().json()));
            }
            if (complete) {
                work.release();
            }
        }
    }

    private void run() {
        try {
            while (true) {
                work.acquire();
                work.drainPermits();
                if (!aggregateOrReport()) {
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                    work.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link #aggregateAll}; what fails unexpectedly would fail again, and is left until a role changes. */
    private boolean aggregateOrReport() {
        try {
            return aggregateAll();
        } catch (RuntimeException e) { // of this worker, which must live to see the next change
            LOG.error("The rules of ClusterRoles cannot be aggregated", e);
            return true;
        }
    }

    /** False when something is left to do that no event will tell of. */
    private boolean aggregateAll() {
        List<ObjectNode> all = List.copyOf(roles.values());
        boolean done = true;
        for (ObjectNode role : all) {
            if (role.path("aggregationRule").has("clusterRoleSelectors")) {
                ArrayNode rules = aggregate(role, all);
                done &= rules.equals(role.path("rules")) || write(role, rules);
            }
        }
        return done;
    }

    /** The rules of the selected roles, in the order of their names, each once. Pure. */
    static ArrayNode aggregate(ObjectNode role, List<ObjectNode> all) {
        List<LabelSelector> selectors = role.path("aggregationRule")
                .path("clusterRoleSelectors")
                .valueStream()
                .map(LabelSelector::of)
                .toList();
        Set<JsonNode> rules = new LinkedHashSet<>();
        for (ObjectNode candidate : all) {
            boolean itself = name(candidate).equals(name(role));
            Map<String, String> labels = labels(candidate);
            if (!itself && selectors.stream().anyMatch(selector -> selector.matches(labels))) {
                candidate.path("rules").forEach(rules::add);
            }
        }
        return JsonNodeFactory.instance.arrayNode().addAll(rules);
    }

    private boolean write(ObjectNode role, ArrayNode rules) {
        ObjectNode next = role.deepCopy();
        next.set("rules", rules);
        try {
            service.update(new Target(definition, "", name(role)), Subresource.NONE, next, OPTIONS);
            return true;
        } catch (ApiException | StoreUnavailableException e) {
            LOG.debug("Rules of {} could not be aggregated, tried again: {}", name(role), e.getMessage());
            return false;
        }
    }

    private static String name(ObjectNode role) {
        return role.path("metadata").path("name").asText();
    }

    private static Map<String, String> labels(ObjectNode role) {
        return role.path("metadata").path("labels").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, label -> label.getValue().asText()));
    }
}
