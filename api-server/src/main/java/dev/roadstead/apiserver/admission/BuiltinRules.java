package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.Causes;
import dev.roadstead.apiserver.schema.CrdCompiler;
import dev.roadstead.apiserver.schema.FieldPath;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Kubernetes demands of its own kinds beyond their schemas. Messages show no value of a Secret. */
final class BuiltinRules {
    private static final int DATA_BYTES = 1 << 20;
    private static final Pattern DATA_KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

    private static final String APPROVAL = "api-approved.kubernetes.io";
    private static final Pattern PROTECTED_GROUP = Pattern.compile("(?s)(.*\\.)?(k8s|kubernetes)\\.io");
    private static final Pattern APPROVED = Pattern.compile("unapproved|https?://.");

    private final ObjectNode object;
    private final @Nullable ObjectNode old;
    private final List<Cause> causes = new ArrayList<>();

    private BuiltinRules(ObjectNode object, @Nullable ObjectNode old) {
        this.object = object;
        this.old = old;
    }

    static List<Cause> check(ResourceDefinition d, ObjectNode object, @Nullable ObjectNode old) {
        return switch (d.resource()) {
            case "secrets" -> new BuiltinRules(object, old).secret();
            case "configmaps" -> new BuiltinRules(object, old).configMap();
            case "customresourcedefinitions.apiextensions.k8s.io" -> definition(object, old);
            case String ignored when d.group().equals(RbacRules.GROUP) -> RbacRules.check(d, object, old);
            case String ignored when d.group().equals(EventRules.GROUP) -> EventRules.check(object, old);
            default -> List.of();
        };
    }

    /** What has not changed was checked before, and compiling its expressions takes time. */
    private static List<Cause> definition(ObjectNode crd, @Nullable ObjectNode old) {
        if (old != null && old.path("spec").equals(crd.path("spec"))) {
            return List.of();
        }
        List<Cause> causes = new ArrayList<>(CrdCompiler.problems(crd, old));
        String approval =
                crd.path("metadata").path("annotations").path(APPROVAL).asText("");
        if (PROTECTED_GROUP.matcher(crd.path("spec").path("group").asText()).matches()
                && !APPROVED.matcher(approval).lookingAt()) {
            causes.add(Causes.required(
                    FieldPath.of("metadata").field("annotations").key(APPROVAL),
                    "groups of k8s.io and kubernetes.io are the Kubernetes project's: their definitions need an approval,"
                            + " the URL of the one who gave it or a text that begins with unapproved"));
        }
        return causes;
    }

    private List<Cause> secret() {
        data("data");
        SecretTypes.check(object, causes);
        immutable(List.of("data"));
        if (old != null && !old.path("type").equals(object.path("type"))) {
            causes.add(Causes.invalid(FieldPath.of("type"), object.path("type"), "field is immutable"));
        }
        return causes;
    }

    private List<Cause> configMap() {
        data("data");
        data("binaryData");
        immutable(List.of("data", "binaryData"));
        for (String key : (Iterable<String>) () -> object.path("binaryData").fieldNames()) {
            if (object.path("data").has(key)) {
                causes.add(Causes.invalid(FieldPath.of("data").key(key), "the key must not be in binaryData too"));
            }
        }
        return causes;
    }

    private void data(String field) {
        FieldPath at = FieldPath.of(field);
        long size = 0;
        for (var entry : object.path(field).properties()) {
            String key = entry.getKey();
            if (!DATA_KEY.matcher(key).matches() || key.equals(".") || key.equals("..")) {
                causes.add(
                        Causes.invalid(
                                at.key(Causes.cut(key)),
                                "a key must have 1 to 253 characters of letters, digits, '-', '_' and '.', and not be . or .."));
            }
            size += entry.getValue().asText().length();
        }
        if (size > DATA_BYTES * 4L / 3) {
            causes.add(Causes.tooLong(at, "must have at most " + DATA_BYTES + " bytes"));
        }
    }

    private void immutable(List<String> fields) {
        if (old == null || !old.path("immutable").asBoolean()) {
            return;
        }
        if (!object.path("immutable").asBoolean()) {
            causes.add(Causes.forbidden(FieldPath.of("immutable"), "field is immutable when `immutable` is set"));
        }
        for (String field : fields) {
            if (!present(old, field).equals(present(object, field))) {
                causes.add(Causes.forbidden(FieldPath.of(field), "field is immutable when `immutable` is set"));
            }
        }
    }

    private static JsonNode present(ObjectNode holder, String field) {
        JsonNode value = holder.path(field);
        return value.isEmpty() ? MissingNode.getInstance() : value;
    }
}
