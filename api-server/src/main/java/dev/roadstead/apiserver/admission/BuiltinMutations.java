package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Kubernetes fills in for its own kinds. Values of a wrong type are left for validation to report. */
final class BuiltinMutations {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private static final List<String> LEASE_TIMES = List.of("acquireTime", "renewTime");
    private static final List<String> EVENT_TIMES = List.of("eventTime");
    private static final List<String> SERIES_TIMES = List.of("lastObservedTime");

    private BuiltinMutations() {}

    /** Changes the object, which is the caller's own. */
    static void apply(ResourceDefinition d, ObjectNode object, @Nullable ObjectNode old) {
        switch (d.resource()) {
            case "secrets" -> secret(object);
            case "namespaces" -> namespace(object, old);
            case "leases.coordination.k8s.io" -> MicroTimes.write(object.path("spec"), LEASE_TIMES);
            case "events" -> event(object);
            case "customresourcedefinitions.apiextensions.k8s.io" -> definition(object);
            case String ignored when d.group().equals(RbacRules.GROUP) -> RbacRules.applyDefaults(d, object);
            default -> {}
        }
    }

    private static void secret(ObjectNode secret) {
        if (secret.path("type").asText().isEmpty()) {
            secret.put("type", "Opaque");
        }
        if (!(secret.get("stringData") instanceof ObjectNode texts) || !isMapOrAbsent(secret.get("data"))) {
            return;
        }
        if (!texts.valueStream().allMatch(JsonNode::isTextual)) {
            return;
        }
        ObjectNode data = secret.withObjectProperty("data");
        for (Map.Entry<String, JsonNode> text : texts.properties()) {
            byte[] bytes = text.getValue().textValue().getBytes(StandardCharsets.UTF_8);
            data.put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
        }
        secret.remove("stringData");
    }

    private static void namespace(ObjectNode namespace, @Nullable ObjectNode old) {
        JsonNode name = namespace.path("metadata").path("name");
        if (name.isTextual() && isMapOrAbsent(namespace.path("metadata").get("labels"))) {
            ObjectNode metadata = (ObjectNode) namespace.get("metadata");
            metadata.withObjectProperty("labels").set(NAME_LABEL, name);
        }
        if (old == null) {
            namespace.putObject("spec").putArray("finalizers").add("kubernetes");
            namespace.putObject("status").put("phase", "Active");
        }
    }

    private static void event(ObjectNode event) {
        MicroTimes.write(event, EVENT_TIMES);
        MicroTimes.write(event.path("series"), SERIES_TIMES);
    }

    private static void definition(ObjectNode crd) {
        if (crd.path("spec").path("names") instanceof ObjectNode names
                && names.path("kind").isTextual()) {
            String kind = names.path("kind").textValue();
            putIfAbsent(names, "singular", kind.toLowerCase(Locale.ROOT));
            putIfAbsent(names, "listKind", kind + "List");
        }
        if (crd.get("spec") instanceof ObjectNode spec && !spec.has("conversion")) {
            spec.putObject("conversion").put("strategy", "None");
        }
    }

    private static void putIfAbsent(ObjectNode object, String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }

    private static boolean isMapOrAbsent(@Nullable JsonNode node) {
        return node == null || node.isObject();
    }
}
