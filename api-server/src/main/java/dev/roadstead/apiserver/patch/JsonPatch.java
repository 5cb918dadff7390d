package dev.roadstead.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.List;

/** JSON Patch (RFC 6902): all operations or none. */
final class JsonPatch {
    private static final int MOST_OPERATIONS = 10_000;

    /** Nodes and characters, in all operations together: copies of copies would grow without bound. */
    private static final long MOST_COPIED = 3 << 20;

    private final ResourceDefinition definition;
    private final String name;
    private JsonNode root;
    private long copied;

    private JsonPatch(ObjectNode current, ResourceDefinition definition) {
        this.definition = definition;
        this.name = current.path("metadata").path("name").asText();
        this.root = current.deepCopy();
    }

    static JsonNode apply(ObjectNode current, JsonNode patch, ResourceDefinition definition) {
        if (!patch.isArray()) {
            throw Patches.badRequest("a JSON patch must be a list of operations, found " + Patches.kind(patch));
        }
        if (patch.size() > MOST_OPERATIONS) {
            throw new ApiException(new ApiFault.TooLarge(
                    "the JSON patch has " + patch.size() + " operations; at most " + MOST_OPERATIONS + " are allowed"));
        }
        List<Operation> operations = Operation.parse(patch);
        JsonPatch state = new JsonPatch(current, definition);
        for (int i = 0; i < operations.size(); i++) {
            try {
                state.run(operations.get(i));
            } catch (Pointer.MisfitException e) {
                throw state.invalid("operation " + i + " (" + operations.get(i).describe() + "): " + e.getMessage());
            }
        }
        return state.root;
    }

    private void run(Operation operation) throws Pointer.MisfitException {
        switch (operation) {
            case Operation.Add(Pointer path, JsonNode value) -> add(path, value.deepCopy());
            case Operation.Remove(Pointer path) -> remove(path);
            case Operation.Replace(Pointer path, JsonNode value) -> replace(path, value.deepCopy());
            case Operation.Move(Pointer from, Pointer path) -> move(from, path);
            case Operation.Copy(Pointer from, Pointer path) ->
                add(path, counted(from.in(root)).deepCopy());
            case Operation.Test(Pointer path, JsonNode value) -> test(path, value);
        }
    }

    private void add(Pointer path, JsonNode value) throws Pointer.MisfitException {
        requireShallow(path, value);
        if (path.isRoot()) {
            root = value;
            return;
        }
        switch (path.parent().in(root)) {
            case ObjectNode object -> object.set(path.last(), value);
            case ArrayNode array -> array.insert(path.insertionIndex(array), value);
            default -> throw new Pointer.MisfitException("the parent of " + path + " is no object and no list");
        }
    }

    private void remove(Pointer path) throws Pointer.MisfitException {
        path.in(root);
        if (path.isRoot()) {
            throw new Pointer.MisfitException("the whole object cannot be removed");
        }
        switch (path.parent().in(root)) {
            case ObjectNode object -> object.remove(path.last());
            case ArrayNode array -> array.remove(path.index(array));
            default -> throw new Pointer.MisfitException("the parent of " + path + " is no object and no list");
        }
    }

    private void replace(Pointer path, JsonNode value) throws Pointer.MisfitException {
        path.in(root);
        requireShallow(path, value);
        if (path.isRoot()) {
            root = value;
            return;
        }
        switch (path.parent().in(root)) {
            case ObjectNode object -> object.set(path.last(), value);
            case ArrayNode array -> array.set(path.index(array), value);
            default -> throw new Pointer.MisfitException("the parent of " + path + " is no object and no list");
        }
    }

    private void move(Pointer from, Pointer path) throws Pointer.MisfitException {
        JsonNode value = counted(from.in(root));
        if (from.equals(path)) {
            return;
        }
        if (from.isPrefixOf(path)) {
            throw new Pointer.MisfitException("a value cannot be moved into itself");
        }
        remove(from);
        add(path, value);
    }

    private void test(Pointer path, JsonNode value) throws Pointer.MisfitException {
        if (!path.in(root).equals(value)) {
            throw new Pointer.MisfitException("the value at " + path + " is not the one that was expected");
        }
    }

    private JsonNode counted(JsonNode value) {
        copied += Extent.of(value).size();
        if (copied > MOST_COPIED) {
            throw new ApiException(
                    new ApiFault.TooLarge("the JSON patch is too large: its copy and move operations take more than "
                            + MOST_COPIED + " nodes and characters together"));
        }
        return value;
    }

    private static void requireShallow(Pointer path, JsonNode value) throws Pointer.MisfitException {
        if (path.tokens().size() + Extent.of(value).height() > DocumentReader.MAX_DEPTH) {
            throw new Pointer.MisfitException(
                    "objects and arrays would be nested deeper than " + DocumentReader.MAX_DEPTH);
        }
    }

    private ApiException invalid(String message) {
        return new ApiException(new ApiFault.Invalid(
                new ApiFault.Subject(definition.group(), definition.kind(), name),
                List.of(new Cause("FieldValueInvalid", message, "patch"))));
    }
}
