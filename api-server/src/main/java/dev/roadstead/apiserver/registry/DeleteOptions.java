package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * How an object is to be deleted (meta/v1 DeleteOptions).
 *
 * @param uid precondition; empty: none
 * @param resourceVersion precondition; empty: none
 */
public record DeleteOptions(boolean dryRun, Propagation propagation, String uid, String resourceVersion) {
    /** What happens to the objects that the deleted one owns. */
    public enum Propagation {
        /** They go after it. */
        BACKGROUND,
        /** They go before it. */
        FOREGROUND,
        /** They stay, without an owner. */
        ORPHAN
    }

    /** Deletes this very object, whatever its revision. */
    static DeleteOptions of(String uid) {
        return new DeleteOptions(false, Propagation.BACKGROUND, uid, "");
    }

    /**
     * Reads a request; what the body says goes before the query.
     *
     * @throws ApiException BadRequest when a field is of a wrong type: an option that is not understood must not be
     *     passed over where something is deleted; Invalid when it has a value that is not supported
     */
    public static DeleteOptions from(ObjectNode body, boolean dryRunQuery, String propagationQuery) {
        requireType(body, "dryRun", "a list", JsonNode::isArray);
        requireType(body, "preconditions", "an object", JsonNode::isObject);
        requireType(body, "orphanDependents", "true or false", JsonNode::isBoolean);
        requireType(body, "propagationPolicy", "a string", JsonNode::isTextual);
        requireType(body, "gracePeriodSeconds", "a whole number", JsonNode::isIntegralNumber);
        requireType(body, "preconditions.uid", "a string", JsonNode::isTextual);
        requireType(body, "preconditions.resourceVersion", "a string", JsonNode::isTextual);
        JsonNode policy = body.path("propagationPolicy");
        if (body.hasNonNull("orphanDependents") && body.hasNonNull("propagationPolicy")) {
            throw invalid("propagationPolicy", "orphanDependents and propagationPolicy cannot both be set");
        }
        String propagation = policy.asText(propagationQuery);
        if (body.path("orphanDependents").asBoolean(false)) {
            propagation = "Orphan";
        }
        return new DeleteOptions(
                dryRunQuery || dryRun(body.path("dryRun")),
                propagation(propagation),
                body.path("preconditions").path("uid").asText(""),
                body.path("preconditions").path("resourceVersion").asText(""));
    }

    private static void requireType(ObjectNode body, String field, String expected, Predicate<JsonNode> type) {
        JsonNode value = body.at("/" + field.replace('.', '/'));
        if (!value.isMissingNode() && !value.isNull() && !type.test(value)) {
            throw new ApiException(new ApiFault.BadRequest("DeleteOptions: " + field + ": must be " + expected
                    + ", found " + value.getNodeType().name().toLowerCase(Locale.ROOT)));
        }
    }

    private static boolean dryRun(JsonNode values) {
        for (JsonNode value : values) {
            if (!value.asText().equals("All")) {
                throw invalid("dryRun", "Unsupported value: \"" + value.asText() + "\": supported values: \"All\"");
            }
        }
        return !values.isEmpty();
    }

    private static Propagation propagation(String policy) {
        return switch (policy) {
            case "", "Background" -> Propagation.BACKGROUND;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            default ->
                throw invalid(
                        "propagationPolicy",
                        "Unsupported value: \"" + policy
                                + "\": supported values: \"Background\", \"Foreground\", \"Orphan\"");
        };
    }

    private static ApiException invalid(String field, String message) {
        return new ApiException(new ApiFault.Invalid(
                new ApiFault.Subject("", "DeleteOptions", ""),
                List.of(new Cause("FieldValueNotSupported", message, field))));
    }
}
