package dev.roadstead.apiserver.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authz.RuleCover;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.ConsistentReader;
import dev.roadstead.apiserver.registry.Freshness;
import dev.roadstead.apiserver.registry.ResourceService;
import dev.roadstead.apiserver.registry.Subresource;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.registry.WriteOptions;
import dev.roadstead.apiserver.schema.BuiltIn;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The roles and bindings that every installation has ({@code default-roles.yaml}). At each start what is missing in them
 * is added again, unless the annotation {@value #AUTOUPDATE} says {@code false}; what was added to them stays
 * (Kubernetes, "Auto-reconciliation").
 */
public final class DefaultRoles {
    static final String AUTOUPDATE = "rbac.authorization.kubernetes.io/autoupdate";
    private static final int MAX_ATTEMPTS = 5;
    private static final WriteOptions OPTIONS =
            new WriteOptions(false, FieldValidation.STRICT, "roadstead", false, Caller.server("bootstrap"));

    private final ConsistentReader reader;
    private final ResourceService service;
    private final ResourceCatalog core;

    public DefaultRoles(ConsistentReader reader, ResourceService service, ResourceCatalog core) {
        this.reader = reader;
        this.service = service;
        this.core = core;
    }

    /** Creates and completes them. Running it again changes nothing. */
    public void ensure() {
        for (ObjectNode wanted : load()) {
            String plural = wanted.path("kind").asText().toLowerCase(Locale.ROOT) + "s";
            ResourceDefinition definition = Objects.requireNonNull(core.find(RbacObjects.GROUP, "v1", plural), plural);
            ensure(
                    new Target(
                            definition, "", wanted.path("metadata").path("name").asText()),
                    wanted);
        }
    }

    /** Other servers may start at the same time, so losing a race is no failure. */
    private void ensure(Target target, ObjectNode wanted) {
        for (int attempt = 1; !tryEnsure(target, wanted); attempt++) {
            if (attempt == MAX_ATTEMPTS) {
                throw new ApiException(new ApiFault.Conflict(
                        target.subject(), target.subject().describe() + " is changed by others all the time"));
            }
        }
    }

    private boolean tryEnsure(Target target, ObjectNode wanted) {
        ObjectNode present = find(target);
        try {
            if (present == null) {
                service.create(target.definition(), "", wanted, OPTIONS);
                return true;
            }
            ObjectNode completed = complete(present, wanted);
            if (!completed.equals(present)) {
                service.update(target, Subresource.NONE, completed, OPTIONS);
            }
            return true;
        } catch (ApiException e) {
            if (e.fault() instanceof ApiFault.AlreadyExists || e.fault() instanceof ApiFault.Conflict) {
                return false;
            }
            throw e;
        }
    }

    private @Nullable ObjectNode find(Target target) {
        try {
            return RbacObjects.decode(
                    reader.get(target, new Freshness.MostRecent()).json());
        } catch (ApiException e) {
            if (e.fault() instanceof ApiFault.NotFound) {
                return null;
            }
            throw e;
        }
    }

    /** What is present with everything that is wanted. Pure; the arguments stay as they are. */
    static ObjectNode complete(ObjectNode present, ObjectNode wanted) {
        ObjectNode completed = present.deepCopy();
        JsonNode auto = present.path("metadata").path("annotations").path(AUTOUPDATE);
        if (auto.asText("").equals("false")) {
            return completed;
        }
        for (String map : List.of("labels", "annotations")) {
            ObjectNode entries = completed.withObjectProperty("metadata").withObjectProperty(map);
            wanted.path("metadata").path(map).properties().forEach(it -> entries.set(it.getKey(), it.getValue()));
        }
        if (wanted.has("aggregationRule")) {
            addMissing(
                    completed.withObjectProperty("aggregationRule").withArrayProperty("clusterRoleSelectors"),
                    wanted.path("aggregationRule").path("clusterRoleSelectors"));
        } else if (!RuleCover.uncovered(RbacObjects.rules(completed), RbacObjects.rules(wanted))
                .isEmpty()) {
            addMissing(completed.withArrayProperty("rules"), wanted.path("rules"));
        }
        if (wanted.has("subjects")) {
            addMissing(completed.withArrayProperty("subjects"), wanted.path("subjects"));
        }
        return completed;
    }

    private static void addMissing(ArrayNode present, JsonNode wanted) {
        List<JsonNode> known = present.valueStream().toList();
        for (JsonNode entry : wanted) {
            if (!known.contains(entry)) {
                present.add(entry);
            }
        }
    }

    private static List<ObjectNode> load() {
        return BuiltIn.read(DefaultRoles.class, "default-roles")
                .path("items")
                .valueStream()
                .map(ObjectNode.class::cast)
                .map(DefaultRoles::marked)
                .toList();
    }

    /** The marks that every default has. */
    private static ObjectNode marked(ObjectNode object) {
        object.put("apiVersion", RbacObjects.GROUP + "/v1");
        ObjectNode metadata = object.withObjectProperty("metadata");
        metadata.withObjectProperty("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
        metadata.withObjectProperty("annotations").put(AUTOUPDATE, "true");
        if (object.get("roleRef") instanceof ObjectNode roleRef) {
            roleRef.put("apiGroup", RbacObjects.GROUP).put("kind", "ClusterRole");
        }
        for (JsonNode subject : object.path("subjects")) {
            ((ObjectNode) subject).put("apiGroup", RbacObjects.GROUP);
        }
        return object;
    }
}
