package dev.roadstead.apiserver.discovery.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.CoreKinds;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.List;
import java.util.Locale;

/** Adds the paths of one kind, with what can be done on each, to a document. */
final class ResourcePaths {
    private static final String JSON = "application/json";
    private static final String WATCH_JSON = "application/json;stream=watch";
    private static final List<String> PATCH_TYPES =
            List.of("application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");
    private static final String STRATEGIC_MERGE_PATCH = "application/strategic-merge-patch+json";

    private final ResourceDefinition definition;
    private final ObjectNode paths;

    ResourcePaths(ResourceDefinition definition, ObjectNode paths) {
        this.definition = definition;
        this.paths = paths;
    }

    void add() {
        String root = (definition.group().isEmpty() ? "/api/" : "/apis/") + definition.apiVersion() + "/";
        String collection = root + (definition.namespaced() ? "namespaces/{namespace}/" : "") + definition.plural();
        String schema = SchemaNames.of(definition);

        ObjectNode objects = path(collection);
        boolean stored = definition.verbs().contains("get");
        if (stored) {
            list(objects, "");
        }
        ObjectNode create = operation(objects, "post", "post", "create", "");
        QueryParameters.WRITE.putInto(create);
        body(create, schema, List.of(JSON));
        respond(create, schema, "201", JSON);
        if (!stored) {
            return;
        }
        if (definition.namespaced()) {
            list(path(root + definition.plural()), "ForAllNamespaces");
        }

        ObjectNode object = path(collection + "/{name}");
        readAndWrite(object, schema, "");
        ObjectNode delete = operation(object, "delete", "delete", "delete", "");
        QueryParameters.DELETE.putInto(delete);
        body(delete, SchemaNames.META + "DeleteOptions", List.of(JSON)).remove("required");
        respond(delete, SchemaNames.META + "Status", "200", JSON);

        if (definition.statusSubresource()) {
            readAndWrite(path(collection + "/{name}/status"), schema, "Status");
        }
        if (definition.resource().equals("namespaces")) {
            replace(path(collection + "/{name}/finalize"), schema, "Finalize");
        }
        if (definition.scale() != null) {
            readAndWrite(path(collection + "/{name}/scale"), SchemaNames.SCALE, "Scale");
        }
    }

    private void list(ObjectNode path, String suffix) {
        ObjectNode list = operation(path, "get", "list", "list", suffix);
        QueryParameters.LIST.putInto(list);
        respond(list, SchemaNames.ofList(definition), "200", JSON, WATCH_JSON);
    }

    private void readAndWrite(ObjectNode path, String schema, String suffix) {
        ObjectNode get = operation(path, "get", "get", "read", suffix);
        respond(get, schema, "200", JSON);

        replace(path, schema, suffix);

        ObjectNode patch = operation(path, "patch", "patch", "patch", suffix);
        QueryParameters.PATCH.putInto(patch);
        ObjectNode content =
                body(patch, SchemaNames.META + "Patch", PATCH_TYPES).withObjectProperty("content");
        if (CoreKinds.isKubernetes(definition.group())) {
            reference(content.putObject(STRATEGIC_MERGE_PATCH), SchemaNames.META + "Patch");
        }
        respond(patch, schema, "200", JSON);
    }

    private void replace(ObjectNode path, String schema, String suffix) {
        ObjectNode put = operation(path, "put", "put", "replace", suffix);
        QueryParameters.WRITE.putInto(put);
        body(put, schema, List.of(JSON));
        respond(put, schema, "200", JSON);
    }

    private ObjectNode path(String path) {
        ObjectNode item = paths.putObject(path);
        ArrayNode parameters = item.putArray("parameters");
        if (path.contains("{namespace}")) {
            pathParameter(parameters, "namespace", "The namespace of the objects.");
        }
        if (path.contains("{name}")) {
            pathParameter(parameters, "name", "Name of the " + definition.kind() + ".");
        }
        return item;
    }

    private static void pathParameter(ArrayNode parameters, String name, String description) {
        parameters
                .addObject()
                .put("name", name)
                .put("in", "path")
                .put("description", description)
                .put("required", true)
                .putObject("schema")
                .put("type", "string");
    }

    private ObjectNode operation(ObjectNode path, String method, String action, String verb, String suffix) {
        ObjectNode operation = path.putObject(method);
        String group = definition.group().isEmpty() ? "core" : definition.group();
        operation.putArray("tags").add(group.replace('.', '_') + "_" + definition.version());
        String what =
                suffix.isEmpty() || suffix.equals("ForAllNamespaces") ? "" : suffix.toLowerCase(Locale.ROOT) + " of ";
        operation.put("description", verb + " " + what + definition.kind() + " objects");
        operation.put("operationId", verb + camelCase(group + "." + definition.version()) + definition.kind() + suffix);
        operation.put("x-kubernetes-action", action);
        boolean scale = suffix.equals("Scale");
        operation
                .putObject("x-kubernetes-group-version-kind")
                .put("group", scale ? "autoscaling" : definition.group())
                .put("kind", scale ? "Scale" : definition.kind())
                .put("version", scale ? "v1" : definition.version());
        return operation;
    }

    private static String camelCase(String dotted) {
        StringBuilder camel = new StringBuilder();
        for (String word : dotted.split("[.-]", -1)) {
            camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return camel.toString();
    }

    private static ObjectNode body(ObjectNode operation, String schema, List<String> mediaTypes) {
        ObjectNode body = operation.putObject("requestBody").put("required", true);
        ObjectNode content = body.putObject("content");
        mediaTypes.forEach(type -> reference(content.putObject(type), schema));
        return body;
    }

    private static void respond(ObjectNode operation, String schema, String code, String... mediaTypes) {
        ObjectNode content = operation
                .putObject("responses")
                .putObject(code)
                .put("description", code.equals("201") ? "Created" : "OK")
                .putObject("content");
        for (String type : mediaTypes) {
            reference(content.putObject(type), schema);
        }
    }

    private static void reference(ObjectNode mediaType, String schema) {
        mediaType.putObject("schema").put("$ref", SchemaNames.REFERENCE + schema);
    }
}
