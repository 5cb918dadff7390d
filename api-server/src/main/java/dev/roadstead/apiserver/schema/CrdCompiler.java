package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.schema.ResourceDefinition.PrinterColumn;
import dev.roadstead.apiserver.schema.ResourceDefinition.ScalePaths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes definitions of CustomResourceDefinitions (apiextensions.k8s.io/v1). */
public final class CrdCompiler {
    /** On a CRD, with the value {@code Refuse}: unknown fields are refused when a request does not say otherwise. */
    public static final String UNKNOWN_FIELDS = "roadstead.dev/unknown-fields";

    /** On a CRD, with the value {@code true}: an annotation of its objects says who changed their spec last. */
    private static final String RECORD_AUTHOR = "roadstead.dev/record-author";

    private static final String GENERATION = "roadstead.dev/generation";
    private static final String VERBS = "roadstead.dev/verbs";
    private static final String STORED_AS = "roadstead.dev/stored-as";
    private static final String ENCRYPT = "roadstead.dev/encrypt";
    private static final PrinterColumn AGE = new PrinterColumn(
            "Age", "date", "", "Time since the object was created.", 0, ".metadata.creationTimestamp");

    private CrdCompiler() {}

    /**
     * One definition for each served version.
     *
     * @throws ApiException Invalid, with a cause for each reason why the CRD cannot be served
     */
    public static List<ResourceDefinition> compile(ObjectNode crd) {
        List<Cause> causes = problems(crd, null);
        if (!causes.isEmpty()) {
            String name = crd.path("metadata").path("name").asText();
            throw new ApiException(new ApiFault.Invalid(
                    new ApiFault.Subject("apiextensions.k8s.io", "CustomResourceDefinition", name), causes));
        }
        return compileStored(crd);
    }

    /** As {@link #compile}, of a CRD that was checked when it was written: nothing is checked again. */
    public static List<ResourceDefinition> compileStored(ObjectNode crd) {
        return versions(crd, version -> version.path("served").asBoolean(), true, ResourceDefinition.ALL_VERBS, null);
    }

    /** The name of the version that objects are stored in; empty if the CRD was never checked and names none. */
    public static String storageVersion(ObjectNode crd) {
        return crd.path("spec")
                .path("versions")
                .valueStream()
                .filter(version -> version.path("storage").asBoolean())
                .map(version -> version.path("name").asText())
                .findFirst()
                .orElse("");
    }

    /** The version that objects are stored in, served or not, of a CRD that was checked when it was written. */
    public static ResourceDefinition compileStorage(ObjectNode crd) {
        return versions(crd, version -> version.path("storage").asBoolean(), true, ResourceDefinition.ALL_VERBS, null)
                .getFirst();
    }

    /**
     * Why the CRD cannot be served; empty if it can. Stands any tree.
     *
     * @param inForce what it replaces, of which schemas may stay that would be refused now for what their rules can cost;
     *     null if it is new
     */
    public static List<Cause> problems(ObjectNode crd, @Nullable ObjectNode inForce) {
        List<Cause> causes = new ArrayList<>();
        CrdRules.check(crd, inForce, causes);
        return causes;
    }

    /** Core kinds are tested, not checked; only some of them count generations, and some allow less than all verbs. */
    static List<ResourceDefinition> compileCore(ObjectNode crd) {
        String verbs = annotation(crd, VERBS);
        return versions(
                crd,
                version -> true,
                annotation(crd, GENERATION).equals("true"),
                verbs.isEmpty() ? ResourceDefinition.ALL_VERBS : List.of(verbs.split(" ")),
                storedAs(annotation(crd, STORED_AS)));
    }

    /** The apiVersion and the resource of the older kind, and pairs of names: {@code v1 events note=message}. */
    private static @Nullable StoredAs storedAs(String written) {
        if (written.isEmpty()) {
            return null;
        }
        List<String> words = List.of(written.split(" ", -1));
        Map<String, String> fields = new HashMap<>();
        for (String pair : words.subList(2, words.size())) {
            int equals = pair.indexOf('=');
            fields.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new StoredAs(words.get(1), words.get(0), Map.copyOf(fields));
    }

    private static List<ResourceDefinition> versions(
            ObjectNode crd,
            Predicate<JsonNode> wanted,
            boolean generation,
            List<String> verbs,
            @Nullable StoredAs storedAs) {
        boolean encrypted = annotation(crd, ENCRYPT).equals("true");
        boolean recordsAuthor = annotation(crd, RECORD_AUTHOR).equals("true");
        Safeguards safeguards = Safeguards.of(crd);
        FieldValidation unknownFields =
                annotation(crd, UNKNOWN_FIELDS).equals("Refuse") ? FieldValidation.STRICT : FieldValidation.WARN;
        return crd.path("spec")
                .path("versions")
                .valueStream()
                .filter(wanted)
                .map(version -> version(
                        crd.path("spec"),
                        version,
                        generation,
                        verbs,
                        encrypted,
                        unknownFields,
                        recordsAuthor,
                        safeguards,
                        storedAs))
                .toList();
    }

    private static ResourceDefinition version(
            JsonNode spec,
            JsonNode version,
            boolean generation,
            List<String> verbs,
            boolean encrypted,
            FieldValidation unknownFields,
            boolean recordsAuthor,
            Safeguards safeguards,
            @Nullable StoredAs storedAs) {
        JsonNode names = spec.path("names");
        String kind = names.path("kind").asText();
        return new ResourceDefinition(
                spec.path("group").asText(),
                version.path("name").asText(),
                kind,
                names.path("listKind").asText(kind + "List"),
                names.path("plural").asText(),
                names.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
                strings(names.path("shortNames")),
                strings(names.path("categories")),
                spec.path("scope").asText().equals("Namespaced"),
                ObjectSchema.of((ObjectNode) version.path("schema").path("openAPIV3Schema")),
                generation,
                version.path("subresources").has("status"),
                scale(version.path("subresources").path("scale")),
                columns(version.path("additionalPrinterColumns")),
                version.path("selectableFields")
                        .valueStream()
                        .map(field -> field.path("jsonPath").asText())
                        .toList(),
                verbs,
                encrypted,
                unknownFields,
                recordsAuthor,
                safeguards,
                deprecation(spec, version),
                storedAs);
    }

    private static @Nullable String deprecation(JsonNode spec, JsonNode version) {
        if (!version.path("deprecated").asBoolean()) {
            return null;
        }
        String written = version.path("deprecationWarning").asText();
        return written.isEmpty()
                ? spec.path("group").asText() + "/" + version.path("name").asText() + " "
                        + spec.path("names").path("kind").asText() + " is deprecated"
                : written;
    }

    private static @Nullable ScalePaths scale(JsonNode scale) {
        if (!scale.isObject()) {
            return null;
        }
        return new ScalePaths(
                scale.path("specReplicasPath").asText(),
                scale.path("statusReplicasPath").asText(),
                scale.path("labelSelectorPath").textValue());
    }

    private static List<PrinterColumn> columns(JsonNode columns) {
        if (columns.isEmpty()) {
            return List.of(AGE);
        }
        return columns.valueStream()
                .map(column -> new PrinterColumn(
                        column.path("name").asText(),
                        column.path("type").asText(),
                        column.path("format").asText(""),
                        column.path("description").asText(""),
                        column.path("priority").asInt(0),
                        column.path("jsonPath").asText()))
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private static String annotation(ObjectNode crd, String key) {
        return crd.path("metadata").path("annotations").path(key).asText("");
    }
}
