package dev.roadstead.apiserver.discovery.openapi;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Encodes a Swagger document as the message {@code openapi.v2.Document} (field numbers from gnostic's OpenAPIv2.proto),
 * the only form that kubectl before 1.29 and Argo CD read. Covers what {@link SwaggerV2} produces.
 */
public final class SwaggerProto {
    private SwaggerProto() {}

    /** The encoded Document. */
    public static byte[] encode(JsonNode swagger) {
        ProtoMessage paths = new ProtoMessage();
        swagger.path("paths").forEachEntry((path, item) -> paths.message(2, named(path, pathItem(item))));
        ProtoMessage definitions = new ProtoMessage();
        swagger.path("definitions")
                .forEachEntry((name, schema) -> definitions.message(1, named(name, SwaggerProtoSchema.encode(schema))));
        ProtoMessage info = new ProtoMessage()
                .string(1, swagger.path("info").path("title").asText())
                .string(2, swagger.path("info").path("version").asText());
        return new ProtoMessage()
                .string(1, swagger.path("swagger").asText())
                .message(2, info)
                .message(8, paths)
                .message(9, definitions)
                .encode();
    }

    /** NamedSchema, NamedPathItem, NamedAny and the like all have this form. */
    static ProtoMessage named(String name, ProtoMessage value) {
        return new ProtoMessage().string(1, name).message(2, value);
    }

    /** Any value at all, as YAML text; JSON is YAML. */
    static ProtoMessage any(JsonNode value) {
        return new ProtoMessage().string(2, value.toString());
    }

    private static ProtoMessage pathItem(JsonNode item) {
        ProtoMessage message = new ProtoMessage();
        item.forEachEntry((name, value) -> {
            switch (name) {
                case "get" -> message.message(2, operation(value));
                case "put" -> message.message(3, operation(value));
                case "post" -> message.message(4, operation(value));
                case "delete" -> message.message(5, operation(value));
                case "patch" -> message.message(8, operation(value));
                case "parameters" -> value.forEach(parameter -> message.message(9, parametersItem(parameter)));
                default -> throw unknown("path item", name);
            }
        });
        return message;
    }

    private static ProtoMessage operation(JsonNode operation) {
        ProtoMessage message = new ProtoMessage();
        operation.forEachEntry((name, value) -> {
            switch (name) {
                case "tags" -> value.forEach(tag -> message.string(1, tag.asText()));
                case "description" -> message.string(3, value.asText());
                case "operationId" -> message.string(5, value.asText());
                case "produces" -> value.forEach(type -> message.string(6, type.asText()));
                case "consumes" -> value.forEach(type -> message.string(7, type.asText()));
                case "parameters" -> value.forEach(parameter -> message.message(8, parametersItem(parameter)));
                case "responses" -> message.message(9, responses(value));
                case "schemes" -> value.forEach(scheme -> message.string(10, scheme.asText()));
                default -> message.message(13, extension(name, value));
            }
        });
        return message;
    }

    static ProtoMessage extension(String name, JsonNode value) {
        if (!name.startsWith("x-")) {
            throw unknown("document", name);
        }
        return named(name, any(value));
    }

    private static ProtoMessage responses(JsonNode responses) {
        ProtoMessage message = new ProtoMessage();
        responses.forEachEntry((code, response) -> {
            ProtoMessage schema = new ProtoMessage().message(1, SwaggerProtoSchema.encode(response.path("schema")));
            ProtoMessage answer = new ProtoMessage()
                    .string(1, response.path("description").asText())
                    .message(2, schema);
            message.message(1, named(code, new ProtoMessage().message(1, answer)));
        });
        return message;
    }

    /** ParametersItem{Parameter{BodyParameter | NonBodyParameter{QueryParameterSubSchema | PathParameterSubSchema}}}. */
    private static ProtoMessage parametersItem(JsonNode parameter) {
        ProtoMessage message = switch (parameter.path("in").asText()) {
            case "body" -> new ProtoMessage().message(1, bodyParameter(parameter));
            case "query" -> nonBody(3, parameter, 6);
            case "path" -> nonBody(4, parameter, 5);
            case String place -> throw unknown("parameter", place);
        };
        return new ProtoMessage().message(1, message);
    }

    private static ProtoMessage bodyParameter(JsonNode parameter) {
        return new ProtoMessage()
                .string(2, parameter.path("name").asText())
                .string(3, "body")
                .bool(4, parameter.path("required").asBoolean())
                .message(5, SwaggerProtoSchema.encode(parameter.path("schema")));
    }

    private static ProtoMessage nonBody(int variant, JsonNode parameter, int typeField) {
        ProtoMessage fields = new ProtoMessage()
                .bool(1, parameter.path("required").asBoolean())
                .string(2, parameter.path("in").asText())
                .string(3, parameter.path("description").asText())
                .string(4, parameter.path("name").asText())
                .string(typeField, parameter.path("type").asText());
        return new ProtoMessage().message(2, new ProtoMessage().message(variant, fields));
    }

    static IllegalStateException unknown(String where, String what) {
        return new IllegalStateException("Swagger " + where + ": \"" + what + "\" has no protobuf field here");
    }
}
