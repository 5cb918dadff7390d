package dev.roadstead.apiserver.discovery.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Set;

/** OpenAPI 2.0 (Swagger) translated from the version 3 documents of all groups, for clients that know no better. */
public final class SwaggerV2 {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private SwaggerV2() {}

    /** One document for everything that is served. */
    public static ObjectNode translate(String serverVersion, Collection<ObjectNode> documents) {
        ObjectNode swagger = JsonNodeFactory.instance.objectNode().put("swagger", "2.0");
        swagger.putObject("info").put("title", "Roadstead").put("version", serverVersion);
        ObjectNode paths = swagger.putObject("paths");
        ObjectNode definitions = swagger.putObject("definitions");
        for (ObjectNode document : documents) {
            document.path("paths").forEachEntry((path, item) -> paths.set(path, pathItem(item)));
            document.path("components").path("schemas").forEachEntry((name, schema) -> {
                if (!definitions.has(name)) {
                    definitions.set(name, SwaggerSchema.translate(schema));
                }
            });
        }
        return swagger;
    }

    private static ObjectNode pathItem(JsonNode item) {
        ObjectNode translated = JsonNodeFactory.instance.objectNode();
        item.forEachEntry((name, value) -> {
            if (METHODS.contains(name)) {
                translated.set(name, operation(value));
            } else if (name.equals("parameters")) {
                parameters(translated, value);
            }
        });
        return translated;
    }

    private static ObjectNode operation(JsonNode operation) {
        ObjectNode translated = JsonNodeFactory.instance.objectNode();
        for (String field : Set.of("tags", "description", "operationId")) {
            translated.set(field, operation.path(field));
        }
        translated.putArray("schemes").add("https");
        parameters(translated, operation.path("parameters"));
        JsonNode body = operation.path("requestBody");
        if (body.isObject()) {
            ArrayNode consumes = translated.putArray("consumes");
            body.path("content").fieldNames().forEachRemaining(consumes::add);
            ObjectNode parameter = translated.withArrayProperty("parameters").addObject();
            parameter.put("name", "body").put("in", "body");
            if (body.path("required").asBoolean()) {
                parameter.put("required", true);
            }
            parameter.set("schema", firstSchema(body));
        }
        ObjectNode responses = translated.putObject("responses");
        operation.path("responses").forEachEntry((code, response) -> {
            ArrayNode produces = translated.withArrayProperty("produces");
            response.path("content").fieldNames().forEachRemaining(produces::add);
            ObjectNode answer = responses.putObject(code);
            answer.put("description", response.path("description").asText());
            answer.set("schema", firstSchema(response));
        });
        operation.forEachEntry((name, value) -> {
            if (name.startsWith("x-")) {
                translated.set(name, value);
            }
        });
        return translated;
    }

    private static JsonNode firstSchema(JsonNode withContent) {
        return SwaggerSchema.translate(
                withContent.path("content").iterator().next().path("schema"));
    }

    /** In version 3 the type of a parameter stands in a schema, in version 2 beside its name. */
    private static void parameters(ObjectNode into, JsonNode parameters) {
        ArrayNode translated = into.putArray("parameters");
        for (JsonNode parameter : parameters) {
            ObjectNode flat = translated.addObject();
            parameter.forEachEntry((name, value) -> {
                if (name.equals("schema")) {
                    flat.setAll((ObjectNode) value);
                } else {
                    flat.set(name, value);
                }
            });
        }
    }
}
