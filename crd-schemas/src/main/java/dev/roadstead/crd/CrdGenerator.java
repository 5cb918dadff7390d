package dev.roadstead.crd;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.model.ResourceType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/** Writes the CustomResourceDefinition of a record that is marked with {@link Kind}. Pure. */
public final class CrdGenerator {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SchemaWriter schemas = new SchemaWriter();

    /** The CRD as a tree, in the order in which people write one. */
    public ObjectNode generate(Class<?> type) {
        Kind kind = Objects.requireNonNull(type.getAnnotation(Kind.class), () -> type + " lacks @Kind");
        ObjectNode crd = JSON.objectNode();
        crd.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
        ObjectNode metadata = crd.putObject("metadata").put("name", kind.plural() + "." + ResourceType.GROUP);
        ObjectNode annotations = metadata.putObject("annotations").put("roadstead.dev/unknown-fields", "Refuse");
        if (kind.recordsAuthor()) {
            annotations.put("roadstead.dev/record-author", "true");
        }
        if (kind.confirmsDeletion()) {
            annotations.put("roadstead.dev/deletion", "Confirmed");
        }
        if (kind.guarded().length > 0) {
            annotations.put("roadstead.dev/guarded-fields", String.join(" ", kind.guarded()));
        }
        if (kind.quotaAmounts().length > 0) {
            annotations.put("roadstead.dev/quota-amounts", String.join(" ", kind.quotaAmounts()));
        }
        if (kind.countedByController()) {
            annotations.put("roadstead.dev/quota-count", "Controller");
        }
        if (kind.namespaceClaims().length > 0) {
            annotations.put("roadstead.dev/namespace-claims", String.join(" ", kind.namespaceClaims()));
        }
        ObjectNode spec = crd.putObject("spec").put("group", ResourceType.GROUP);
        spec.set("names", names(type, kind));
        spec.put("scope", kind.namespaced() ? "Namespaced" : "Cluster");
        spec.putArray("versions").add(version(type, kind));
        return crd;
    }

    private static ObjectNode names(Class<?> type, Kind kind) {
        ObjectNode names = JSON.objectNode();
        names.put("kind", type.getSimpleName()).put("listKind", type.getSimpleName() + "List");
        names.put("plural", kind.plural()).put("singular", type.getSimpleName().toLowerCase(Locale.ROOT));
        addAll(names.putArray("shortNames"), kind.shortNames());
        addAll(names.putArray("categories"), kind.categories());
        return names;
    }

    private ObjectNode version(Class<?> type, Kind kind) {
        ObjectNode version = JSON.objectNode().put("name", ResourceType.VERSION);
        version.put("served", true).put("storage", true);
        version.putObject("schema").set("openAPIV3Schema", objectSchema(type, kind));
        boolean hasStatus = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .anyMatch("status"::equals);
        if (hasStatus) {
            ObjectNode subresources = version.putObject("subresources");
            subresources.putObject("status");
            if (kind.scale()) {
                subresources
                        .putObject("scale")
                        .put("specReplicasPath", ".spec.replicas")
                        .put("statusReplicasPath", ".status.replicas")
                        .put("labelSelectorPath", ".status.selector");
            }
        }
        ArrayNode columns = version.putArray("additionalPrinterColumns");
        for (Kind.Column column : kind.columns()) {
            columns.add(column(column));
        }
        return version;
    }

    private static ObjectNode column(Kind.Column column) {
        ObjectNode node = JSON.objectNode().put("name", column.name()).put("type", column.type());
        if (!column.format().isEmpty()) {
            node.put("format", column.format());
        }
        if (!column.description().isEmpty()) {
            node.put("description", column.description());
        }
        node.put("jsonPath", column.jsonPath());
        if (column.priority() > 0) {
            node.put("priority", column.priority());
        }
        return node;
    }

    private ObjectNode objectSchema(Class<?> type, Kind kind) {
        ObjectNode schema = schemas.ofRecord(type);
        ObjectNode own = (ObjectNode) schema.get("properties");
        ObjectNode properties = JSON.objectNode();
        properties
                .putObject("apiVersion")
                .put("description", "Group and version: " + ResourceType.GROUP + "/" + ResourceType.VERSION + ".")
                .put("type", "string");
        properties
                .putObject("kind")
                .put("description", "Kind of the object: " + type.getSimpleName() + ".")
                .put("type", "string");
        ObjectNode metadata = properties
                .putObject("metadata")
                .put("description", "Name, namespace, labels and what else all objects have.")
                .put("type", "object");
        metadata.putObject("properties")
                .putObject("name")
                .put("description", "Unique within the kind and namespace; an RFC 1123 label.")
                .put("type", "string")
                .put("maxLength", kind.maxNameLength());
        own.properties().stream()
                .filter(entry -> !entry.getKey().equals("metadata"))
                .forEach(entry -> properties.set(entry.getKey(), entry.getValue()));
        schema.set("properties", properties);
        schema.putArray("required").add("spec");
        return schema;
    }

    private static void addAll(ArrayNode array, String[] values) {
        Arrays.stream(values).forEach(array::add);
    }
}
