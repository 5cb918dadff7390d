package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a kind asks to be protected from, in annotations of its CRD. Immutable.
 *
 * @param guarded fields that only those may set who have the verb {@code limit} on the object
 * @param confirmedDeletion whether a deletion must be confirmed by an annotation of the object
 * @param amounts what a ResourceQuota can limit the sum of; no two kinds share an item
 * @param counted whether the server sees to it that a ResourceQuota for the count of its objects holds
 * @param claimed fields whose values belong to the namespace that had them first
 */
public record Safeguards(
        List<Field> guarded, boolean confirmedDeletion, List<Amount> amounts, boolean counted, List<Field> claimed) {
    /** Of kinds that ask for nothing. */
    public static final Safeguards NONE = new Safeguards(List.of(), false, List.of(), true, List.of());

    /** Paths, separated by spaces: {@code spec.limits spec.suspended}. */
    static final String GUARDED = "roadstead.dev/guarded-fields";

    /** {@code Confirmed}, or absent. */
    static final String DELETION = "roadstead.dev/deletion";

    /** Items of quotas and the paths of their amounts, separated by spaces: {@code requests.storage=spec.size}. */
    static final String AMOUNTS = "roadstead.dev/quota-amounts";

    /** {@code Controller}, or absent: the server counts. */
    static final String COUNT = "roadstead.dev/quota-count";

    /** Paths of texts, separated by spaces, of a kind that has namespaces: {@code spec.hostname}. */
    static final String CLAIMS = "roadstead.dev/namespace-claims";

    /**
     * With an owner that does not exist the garbage collector would delete what nobody confirmed, and without its finalizers
     * an object would go and leave behind what they hold it for.
     */
    private static final List<String> WAYS_AROUND = List.of("metadata.ownerReferences", "metadata.finalizers");

    private static final String CONTROLLER = "Controller";
    private static final String CONFIRMED = "Confirmed";

    public Safeguards {
        guarded = List.copyOf(guarded);
        amounts = List.copyOf(amounts);
        claimed = List.copyOf(claimed);
    }

    /**
     * A field of objects.
     *
     * @param path as people write it: {@code spec.limits}
     */
    public record Field(String path, JsonPointer pointer) {
        static Field of(String path) {
            return new Field(path, JsonPointer.compile("/" + path.replace('.', '/')));
        }

        /** The field's value; missing when the object has none. */
        public JsonNode in(ObjectNode object) {
            return object.at(pointer);
        }

        /** Takes the field away from the object, which is modified. */
        public void removeFrom(ObjectNode object) {
            if (object.at(pointer.head()) instanceof ObjectNode parent) {
                parent.remove(pointer.last().getMatchingProperty());
            }
        }
    }

    /** An item of quotas, and where an object says how much of it it takes. */
    public record Amount(String item, Field field) {}

    /** Reads the annotations of a CRD that was checked when it was written. */
    static Safeguards of(ObjectNode crd) {
        boolean confirmed = annotation(crd, DELETION).asText("").equals(CONFIRMED);
        return new Safeguards(
                Stream.concat(words(crd, GUARDED).stream(), (confirmed ? WAYS_AROUND : List.<String>of()).stream())
                        .map(Field::of)
                        .toList(),
                confirmed,
                words(crd, AMOUNTS).stream()
                        .map(word -> word.split("=", 2))
                        .map(pair -> new Amount(pair[0], Field.of(pair[1])))
                        .toList(),
                !annotation(crd, COUNT).asText("").equals(CONTROLLER),
                words(crd, CLAIMS).stream().map(Field::of).toList());
    }

    /** A path that is misspelled would protect nothing, so every version must have it. */
    static void check(ObjectNode crd, List<Cause> causes) {
        JsonNode deletion = annotation(crd, DELETION);
        if (!deletion.isMissingNode() && !deletion.asText().equals(CONFIRMED)) {
            causes.add(Causes.notSupported(at(DELETION), deletion, List.of(CONFIRMED)));
        }
        JsonNode count = annotation(crd, COUNT);
        if (!count.isMissingNode() && !count.asText().equals(CONTROLLER)) {
            causes.add(Causes.notSupported(at(COUNT), count, List.of(CONTROLLER)));
        }
        words(crd, GUARDED).forEach(path -> checkPath(crd, GUARDED, path, causes));
        checkClaims(crd, causes);
        for (String word : words(crd, AMOUNTS)) {
            if (word.matches("[a-z][a-z0-9.-]*=.+")) {
                checkPath(crd, AMOUNTS, word.substring(word.indexOf('=') + 1), causes);
            } else {
                causes.add(Causes.invalid(
                        at(AMOUNTS),
                        word,
                        "must be an item and the path of its amount, as requests.storage=spec.size"));
            }
        }
    }

    private static void checkClaims(ObjectNode crd, List<Cause> causes) {
        List<String> paths = words(crd, CLAIMS);
        if (!paths.isEmpty() && !crd.path("spec").path("scope").asText().equals("Namespaced")) {
            causes.add(Causes.invalid(
                    at(CLAIMS), String.join(" ", paths), "needs a kind that has namespaces: spec.scope Namespaced"));
        }
        for (String path : paths) {
            checkPath(crd, CLAIMS, path, causes);
            crd.path("spec")
                    .path("versions")
                    .valueStream()
                    .map(version -> find(version.path("schema").path("openAPIV3Schema"), path))
                    .filter(field -> !field.isMissingNode()
                            && !field.path("type").asText().equals("string"))
                    .findFirst()
                    .ifPresent(_ -> causes.add(Causes.invalid(at(CLAIMS), path, "must be a field of type string")));
        }
    }

    private static void checkPath(ObjectNode crd, String annotation, String path, List<Cause> causes) {
        for (JsonNode version : crd.path("spec").path("versions")) {
            if (!has(version.path("schema").path("openAPIV3Schema"), path)) {
                causes.add(Causes.invalid(
                        at(annotation),
                        path,
                        "must be a field of the schema of version "
                                + version.path("name").asText() + ", as spec.limits"));
                return;
            }
        }
    }

    private static boolean has(JsonNode schema, String path) {
        return !find(schema, path).isMissingNode();
    }

    /** The schema of a field, or of what allows any field in its place; missing when there is none. */
    private static JsonNode find(JsonNode schema, String path) {
        JsonNode node = schema;
        for (String part : path.split("\\.", -1)) {
            if (node.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
                return node;
            }
            node = node.path("properties").path(part);
        }
        return node;
    }

    private static FieldPath at(String annotation) {
        return FieldPath.of("metadata.annotations").key(annotation);
    }

    private static List<String> words(ObjectNode crd, String annotation) {
        List<String> words = new ArrayList<>(
                Arrays.asList(annotation(crd, annotation).asText("").split(" ", -1)));
        words.removeIf(String::isEmpty);
        return words;
    }

    private static JsonNode annotation(ObjectNode crd, String key) {
        return crd.path("metadata").path("annotations").path(key);
    }
}
