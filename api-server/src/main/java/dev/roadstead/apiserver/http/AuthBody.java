package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.BodyDecoder;
import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The body of a request below {@code /auth}: a small JSON object of known fields. No message shows a value. */
final class AuthBody {
    private static final int MAX_BYTES = 16 << 10;

    private final ObjectNode object;

    private AuthBody(ObjectNode object) {
        this.object = object;
    }

    /**
     * Reads it. JSON only: a page of another site could have a browser send anything else without being asked.
     *
     * @param fields that it may have
     * @throws ApiException UnsupportedMediaType, TooLarge, BadRequest
     */
    static AuthBody read(Exchange exchange, Deadline deadline, Set<String> fields) throws InterruptedException {
        String type = exchange.header("Content-Type");
        byte[] body = exchange.readBody(deadline);
        if (body.length == 0) {
            return new AuthBody(JsonNodeFactory.instance.objectNode());
        }
        if (type == null || !type.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?")) {
            throw new ApiException(new ApiFault.UnsupportedMediaType(
                    "the body must be JSON: send the header Content-Type: application/json"));
        }
        if (body.length > MAX_BYTES) {
            throw new ApiException(new ApiFault.TooLarge("Request entity too large: limit is " + MAX_BYTES + " bytes"));
        }
        ObjectNode object = BodyDecoder.decodeOptions(body, "application/json");
        Set<String> unknown = new TreeSet<>();
        object.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(fields);
        if (!unknown.isEmpty()) {
            throw bad("unknown fields, expected only " + new TreeSet<>(fields));
        }
        return new AuthBody(object);
    }

    /**
     * A text that must be there.
     *
     * @throws ApiException BadRequest when it is missing, empty or no string
     */
    String text(String field) {
        String value = textOr(field, "");
        if (value.isEmpty()) {
            throw bad(field + ": must be a string, found none");
        }
        return value;
    }

    /** The default when it is absent. */
    String textOr(String field, String absent) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isTextual()) {
            throw bad(field + ": must be a string, found "
                    + value.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        return value.textValue();
    }

    /**
     * An object that must be there.
     *
     * @throws ApiException BadRequest when it is missing or something else
     */
    ObjectNode object(String field) {
        if (object.path(field) instanceof ObjectNode found) {
            return found;
        }
        throw bad(field + ": must be an object");
    }

    boolean has(String field) {
        return object.hasNonNull(field);
    }

    /** False when it is absent. */
    boolean flag(String field) {
        JsonNode value = object.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw bad(field + ": must be true or false, found "
                    + value.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        return value.asBoolean();
    }

    static ApiException bad(String message) {
        return new ApiException(new ApiFault.BadRequest("the body of the request: " + message));
    }
}
