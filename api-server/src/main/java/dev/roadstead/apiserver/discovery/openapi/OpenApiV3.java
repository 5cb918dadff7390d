package dev.roadstead.apiserver.discovery.openapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.ObjectMetaSchema;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** OpenAPI 3.0 documents. The schemas that all kinds share are read once, from a file beside this class. */
public final class OpenApiV3 {
    private static final String GROUP_VERSION_KIND = "x-kubernetes-group-version-kind";

    private final ObjectNode sharedSchemas;

    private OpenApiV3(ObjectNode sharedSchemas) {
        this.sharedSchemas = sharedSchemas;
    }

    /** Reads the shared schemas. */
    public static OpenApiV3 load() {
        try (InputStream in = OpenApiV3.class.getResourceAsStream("shared-schemas.json")) {
            Objects.requireNonNull(in, "shared-schemas.json is not beside OpenApiV3.class: the build is broken");
            ObjectNode shared = (ObjectNode) new ObjectMapper(new JsonFactory()).readTree(in);
            addMetadata(shared);
            return new OpenApiV3(shared);
        } catch (IOException e) {
            throw new UncheckedIOException("reading shared-schemas.json from the class path", e);
        }
    }

    /** The schema that objects are checked by, in the parts that Kubernetes' clients know by name. */
    private static void addMetadata(ObjectNode shared) {
        ObjectNode metadata = ObjectMetaSchema.copy();
        ObjectNode properties = metadata.withObjectProperty("properties");
        extract(properties.withObjectProperty("ownerReferences"), "items", "OwnerReference", shared);
        ObjectNode managed = properties.withObjectProperty("managedFields");
        extract(managed.withObjectProperty("items").withObjectProperty("properties"), "fieldsV1", "FieldsV1", shared);
        extract(managed, "items", "ManagedFieldsEntry", shared);
        shared.set(SchemaNames.META + "ObjectMeta", metadata);
    }

    private static void extract(ObjectNode parent, String field, String name, ObjectNode shared) {
        shared.set(SchemaNames.META + name, parent.get(field));
        parent.putObject(field).put("$ref", SchemaNames.REFERENCE + SchemaNames.META + name);
    }

    /**
     * The document of one group and version.
     *
     * @param serverVersion what {@code info.version} says
     * @param definitions all of the same group and version
     */
    public ObjectNode document(String serverVersion, List<ResourceDefinition> definitions) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Roadstead").put("version", serverVersion);
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        for (ResourceDefinition definition : definitions) {
            new ResourcePaths(definition, paths).add();
            schemas.set(SchemaNames.of(definition), schema(definition));
            schemas.set(SchemaNames.ofList(definition), listSchema(definition));
        }
        schemas.setAll(sharedSchemas);
        return document;
    }

    private static ObjectNode schema(ResourceDefinition definition) {
        ObjectNode schema = definition.schema().raw().deepCopy();
        nameIntOrStrings(schema);
        schema.put("type", "object");
        ObjectNode properties = schema.withObjectProperty("properties");
        describe(properties, "apiVersion", "Group and version: " + definition.apiVersion() + ".");
        describe(properties, "kind", "Kind of the object: " + definition.kind() + ".");
        ObjectNode metadata = properties.putObject("metadata");
        metadata.put("description", "Name, namespace, labels and what else all objects have.");
        refer(metadata, SchemaNames.META + "ObjectMeta");
        putKind(schema, definition, definition.kind());
        return schema;
    }

    /** Gives fields that are a number or a string the type by which Kubernetes' documentation calls them. */
    private static void nameIntOrStrings(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("x-kubernetes-int-or-string").asBoolean()
                && !object.has("allOf")) {
            object.remove("anyOf");
            refer(object, SchemaNames.INT_OR_STRING);
        }
        schema.forEach(OpenApiV3::nameIntOrStrings);
    }

    /** In OpenAPI 3.0 nothing may stand beside a {@code $ref}, so it goes into an allOf of one. */
    private static void refer(ObjectNode schema, String name) {
        schema.putArray("allOf").addObject().put("$ref", SchemaNames.REFERENCE + name);
    }

    private static void describe(ObjectNode properties, String field, String description) {
        ObjectNode property = properties.withObjectProperty(field);
        property.put("type", "string");
        if (!property.has("description")) {
            property.put("description", description);
        }
    }

    private static ObjectNode listSchema(ResourceDefinition definition) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("description", "A list of " + definition.kind() + " objects.")
                .put("type", "object");
        schema.putArray("required").add("items");
        ObjectNode properties = schema.putObject("properties");
        describe(properties, "apiVersion", "Group and version: " + definition.apiVersion() + ".");
        describe(properties, "kind", "Kind of the list: " + definition.listKind() + ".");
        properties
                .putObject("items")
                .put("description", "The objects.")
                .put("type", "array")
                .putObject("items")
                .put("$ref", SchemaNames.REFERENCE + SchemaNames.of(definition));
        properties.putObject("metadata").put("$ref", SchemaNames.REFERENCE + SchemaNames.META + "ListMeta");
        putKind(schema, definition, definition.listKind());
        return schema;
    }

    private static void putKind(ObjectNode schema, ResourceDefinition definition, String kind) {
        schema.putArray(GROUP_VERSION_KIND)
                .addObject()
                .put("group", definition.group())
                .put("kind", kind)
                .put("version", definition.version());
    }
}
