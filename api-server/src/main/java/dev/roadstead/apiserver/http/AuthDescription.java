package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.BuiltIn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is below {@code /auth}: an OpenAPI document that is both served and routed by, so that there is no route and no field
 * of a body that it does not describe. Immutable and thread-safe.
 */
final class AuthDescription {
    private static final Set<String> METHODS = Set.of("get", "post");
    private static final String PROBLEM = "#/components/schemas/Status";

    private final ObjectNode document;
    private final List<Operation> operations;

    private AuthDescription(ObjectNode document) {
        this.document = document;
        this.operations = operations(document);
    }

    /**
     * One method of one path.
     *
     * @param path with parameters in braces
     * @param open whether it is for those who are not signed in yet
     * @param fields that a JSON body may have
     */
    record Operation(String id, String method, String path, boolean open, Set<String> fields) {
        Operation {
            fields = Set.copyOf(fields);
        }

        /** The parameters in a path; null if it is another. */
        @Nullable
        Map<String, String> match(String asked) {
            String[] wanted = path.split("/", -1);
            String[] found = asked.split("/", -1);
            Map<String, String> parameters = new LinkedHashMap<>();
            boolean same = wanted.length == found.length;
            for (int i = 0; same && i < wanted.length; i++) {
                if (wanted[i].startsWith("{")) {
                    parameters.put(wanted[i].substring(1, wanted[i].length() - 1), found[i]);
                    same = !found[i].isEmpty();
                } else {
                    same = wanted[i].equals(found[i]);
                }
            }
            return same ? parameters : null;
        }
    }

    /** An operation, with the parameters of its path. */
    record Found(Operation operation, Map<String, String> parameters) {}

    /** Reads it from the file beside this class. */
    static AuthDescription load() {
        return new AuthDescription(BuiltIn.read(AuthDescription.class, "auth"));
    }

    /** As it is served. */
    ObjectNode document() {
        return document.deepCopy();
    }

    /** All, in the order of the document. */
    List<Operation> operations() {
        return operations;
    }

    /** What a request asks for; null if there is no such thing. A HEAD is a GET. */
    @Nullable
    Found find(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Operation operation : operations) {
            Map<String, String> parameters = operation.method().equals(wanted) ? operation.match(path) : null;
            if (parameters != null) {
                return new Found(operation, parameters);
            }
        }
        return null;
    }

    /** Whether there is something at a path, by whatever method. */
    boolean has(String path) {
        return operations.stream().anyMatch(operation -> operation.match(path) != null);
    }

    private static List<Operation> operations(ObjectNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(member -> {
                            addProblem((ObjectNode) member.getValue());
                            operations.add(operation(path.getKey(), member.getKey(), member.getValue()));
                        }));
        return List.copyOf(operations);
    }

    private static Operation operation(String path, String method, JsonNode described) {
        Set<String> fields = new TreeSet<>();
        described
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema")
                .path("properties")
                .fieldNames()
                .forEachRemaining(fields::add);
        boolean open = described.path("security").isArray()
                && described.path("security").isEmpty();
        return new Operation(
                described.path("operationId").asText(), method.toUpperCase(Locale.ROOT), path, open, fields);
    }

    /** Whatever goes wrong is answered alike everywhere. */
    private static void addProblem(ObjectNode operation) {
        operation
                .withObjectProperty("responses")
                .putObject("default")
                .put("description", "What is wrong, or that it was too much (429, with Retry-After).")
                .putObject("content")
                .putObject(Exchange.JSON)
                .putObject("schema")
                .put("$ref", PROBLEM);
    }
}
