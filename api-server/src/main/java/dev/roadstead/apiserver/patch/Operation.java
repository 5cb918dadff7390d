package dev.roadstead.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One operation of a JSON Patch (RFC 6902, section 4). */
sealed interface Operation {
    Pointer path();

    record Add(Pointer path, JsonNode value) implements Operation {}

    record Remove(Pointer path) implements Operation {}

    record Replace(Pointer path, JsonNode value) implements Operation {}

    record Move(Pointer from, Pointer path) implements Operation {}

    record Copy(Pointer from, Pointer path) implements Operation {}

    record Test(Pointer path, JsonNode value) implements Operation {}

    /** For messages; shows no value. */
    default String describe() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT) + " " + path();
    }

    /**
     * The operations of a patch.
     *
     * @throws dev.roadstead.apiserver.fault.ApiException BadRequest that names the operation by its index
     */
    static List<Operation> parse(JsonNode patch) {
        List<Operation> operations = new ArrayList<>(patch.size());
        for (int i = 0; i < patch.size(); i++) {
            operations.add(parse(patch.get(i), i));
        }
        return operations;
    }

    private static Operation parse(JsonNode node, int index) {
        if (!node.isObject()) {
            throw malformed(index, "must be an object, found " + Patches.kind(node));
        }
        Pointer path = pointer(node, "path", index);
        String op = node.path("op").asText();
        return switch (op) {
            case "add" -> new Add(path, value(node, index));
            case "remove" -> new Remove(path);
            case "replace" -> new Replace(path, value(node, index));
            case "move" -> new Move(pointer(node, "from", index), path);
            case "copy" -> new Copy(pointer(node, "from", index), path);
            case "test" -> new Test(path, value(node, index));
            default -> throw malformed(index, "op must be add, remove, replace, move, copy or test");
        };
    }

    private static Pointer pointer(JsonNode node, String field, int index) {
        JsonNode text = node.path(field);
        Pointer pointer = text.isTextual() ? Pointer.parse(text.textValue()) : null;
        if (pointer == null) {
            throw malformed(index, field + " must be a JSON pointer, as /spec/replicas");
        }
        return pointer;
    }

    private static JsonNode value(JsonNode node, int index) {
        if (!node.has("value")) {
            throw malformed(index, "value is missing");
        }
        return node.get("value");
    }

    private static RuntimeException malformed(int index, String problem) {
        return Patches.badRequest("the JSON patch is malformed: operation " + index + ": " + problem);
    }
}
