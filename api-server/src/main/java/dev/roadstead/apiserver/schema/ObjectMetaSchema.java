package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The schema of {@code metadata}, which CRDs do not repeat. */
public final class ObjectMetaSchema {
    private static final ObjectNode SCHEMA = BuiltIn.read(ObjectMetaSchema.class, "object-meta");

    private ObjectMetaSchema() {}

    /** The schema of {@code metadata} itself; the caller owns it. */
    public static ObjectNode copy() {
        return SCHEMA.deepCopy();
    }

    /** The schema of an object: as it is written, plus apiVersion, kind and all of metadata. */
    static ObjectNode withMetadata(ObjectNode raw) {
        ObjectNode schema = raw.deepCopy();
        ObjectNode written =
                schema.path("properties") instanceof ObjectNode properties ? properties : schema.objectNode();
        ObjectNode all = schema.objectNode();
        string(all, "apiVersion", "Group and version of the kind.");
        string(all, "kind", "Name of the kind.");
        all.set("metadata", metadata(written.path("metadata")));
        written.properties().forEach(entry -> all.putIfAbsent(entry.getKey(), entry.getValue()));
        schema.set("properties", all);
        return schema;
    }

    /** A CRD may restrict metadata.name and metadata.generateName, and nothing else of metadata. */
    private static ObjectNode metadata(JsonNode written) {
        ObjectNode metadata = SCHEMA.deepCopy();
        for (String field : List.of("name", "generateName")) {
            if (written.path("properties").path(field) instanceof ObjectNode restriction) {
                ObjectNode own = (ObjectNode) metadata.path("properties").path(field);
                restriction.properties().forEach(entry -> own.set(entry.getKey(), entry.getValue()));
            }
        }
        return metadata;
    }

    private static void string(ObjectNode properties, String name, String description) {
        properties.putObject(name).put("type", "string").put("description", description);
    }
}
