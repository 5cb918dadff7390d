package dev.roadstead.apiserver.discovery.openapi;

import com.fasterxml.jackson.databind.JsonNode;

/** Encodes a Swagger schema as the message {@code openapi.v2.Schema}. */
final class SwaggerProtoSchema {
    private SwaggerProtoSchema() {}

    static ProtoMessage encode(JsonNode schema) {
        ProtoMessage message = new ProtoMessage();
        schema.forEachEntry((keyword, value) -> put(message, keyword, value));
        return message;
    }

    private static void put(ProtoMessage message, String keyword, JsonNode value) {
        switch (keyword) {
            case "$ref" -> message.string(1, value.asText());
            case "format" -> message.string(2, value.asText());
            case "title" -> message.string(3, value.asText());
            case "description" -> message.string(4, value.asText());
            case "default" -> message.message(5, SwaggerProto.any(value));
            case "multipleOf" -> message.doubleValue(6, value.asDouble());
            case "maximum" -> message.doubleValue(7, value.asDouble());
            case "exclusiveMaximum" -> message.bool(8, value.asBoolean());
            case "minimum" -> message.doubleValue(9, value.asDouble());
            case "exclusiveMinimum" -> message.bool(10, value.asBoolean());
            case "maxLength" -> message.int64(11, value.asLong());
            case "minLength" -> message.int64(12, value.asLong());
            case "pattern" -> message.string(13, value.asText());
            case "maxItems" -> message.int64(14, value.asLong());
            case "minItems" -> message.int64(15, value.asLong());
            case "uniqueItems" -> message.bool(16, value.asBoolean());
            case "maxProperties" -> message.int64(17, value.asLong());
            case "minProperties" -> message.int64(18, value.asLong());
            case "required" -> value.forEach(name -> message.string(19, name.asText()));
            case "enum" -> value.forEach(allowed -> message.message(20, SwaggerProto.any(allowed)));
            case "additionalProperties" -> message.message(21, new ProtoMessage().message(1, encode(value)));
            case "type" -> message.message(22, new ProtoMessage().string(1, value.asText()));
            case "items" -> message.message(23, new ProtoMessage().message(1, encode(value)));
            case "properties" -> {
                ProtoMessage properties = new ProtoMessage();
                value.forEachEntry(
                        (name, property) -> properties.message(1, SwaggerProto.named(name, encode(property))));
                message.message(25, properties);
            }
            default -> message.message(31, SwaggerProto.extension(keyword, value));
        }
    }
}
