package dev.roadstead.apiserver.fault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Faults as Kubernetes Status objects (apimachinery, meta/v1 Status): code, reason, details and causes as clients
 * classify them. Pure.
 */
public final class StatusJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private StatusJson() {}

    /** The HTTP status code. */
    public static int code(ApiFault fault) {
        return outline(fault).code();
    }

    /** How long the client should wait before it tries again; null when trying again does not help. */
    public static @Nullable Duration retryAfter(ApiFault fault) {
        return outline(fault).retryAfter();
    }

    /** The whole Status object. */
    public static ObjectNode render(ApiFault fault) {
        Outline outline = outline(fault);
        ObjectNode status = status("Failure");
        if (fault instanceof ApiFault.Expired expired
                && !expired.continueToken().isEmpty()) {
            status.set("metadata", JSON.objectNode().put("continue", expired.continueToken()));
        }
        status.put("message", fault.message());
        status.put("reason", outline.reason());
        ObjectNode details = details(outline.subject());
        if (!outline.causes().isEmpty()) {
            var causes = details.putArray("causes");
            for (Cause cause : outline.causes()) {
                ObjectNode rendered = causes.addObject().put("reason", cause.reason());
                rendered.put("message", cause.message());
                if (!cause.field().isEmpty()) {
                    rendered.put("field", cause.field());
                }
            }
        }
        if (outline.retryAfter() != null) {
            details.put("retryAfterSeconds", Math.max(1, outline.retryAfter().toSeconds()));
        }
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        return status.put("code", outline.code());
    }

    /** What a deletion answers when the object is gone. */
    public static ObjectNode deleted(ApiFault.Subject subject, String uid) {
        ObjectNode status = status("Success");
        status.set("details", details(subject).put("uid", uid));
        return status;
    }

    private record Outline(
            int code,
            String reason,
            ApiFault.Subject subject,
            List<Cause> causes,
            @Nullable Duration retryAfter) {
        Outline(int code, String reason) {
            this(code, reason, ApiFault.Subject.NONE, List.of(), null);
        }

        Outline(int code, String reason, ApiFault.Subject subject) {
            this(code, reason, subject, List.of(), null);
        }
    }

    private static Outline outline(ApiFault fault) {
        return switch (fault) {
            case ApiFault.BadRequest ignored -> new Outline(400, "BadRequest");
            case ApiFault.Unauthorized it -> new Outline(401, "Unauthorized", ApiFault.Subject.NONE, it.causes(), null);
            case ApiFault.Forbidden it -> new Outline(403, "Forbidden", it.subject(), it.causes(), null);
            case ApiFault.NotFound it -> new Outline(404, "NotFound", it.subject());
            case ApiFault.MethodNotAllowed ignored -> new Outline(405, "MethodNotAllowed");
            case ApiFault.NotAcceptable ignored -> new Outline(406, "NotAcceptable");
            case ApiFault.AlreadyExists it -> new Outline(409, "AlreadyExists", it.subject());
            case ApiFault.Conflict it -> new Outline(409, "Conflict", it.subject());
            case ApiFault.Unconfirmed it -> new Outline(409, "Conflict", it.subject());
            case ApiFault.Taken it -> new Outline(409, "Conflict", it.subject(), it.causes(), null);
            case ApiFault.ApplyConflict it -> new Outline(409, "Conflict", ApiFault.Subject.NONE, it.causes(), null);
            case ApiFault.Expired ignored -> new Outline(410, "Expired");
            case ApiFault.TooLarge ignored -> new Outline(413, "RequestEntityTooLarge");
            case ApiFault.UnsupportedMediaType ignored -> new Outline(415, "UnsupportedMediaType");
            case ApiFault.Invalid it -> new Outline(422, "Invalid", it.subject(), it.causes(), null);
            case ApiFault.TooManyRequests it ->
                new Outline(429, "TooManyRequests", ApiFault.Subject.NONE, List.of(), it.retryAfter());
            case ApiFault.Internal ignored -> new Outline(500, "InternalError");
            case ApiFault.Unavailable it ->
                new Outline(503, "ServiceUnavailable", ApiFault.Subject.NONE, List.of(), it.retryAfter());
            case ApiFault.TooLargeResourceVersion ignored ->
                new Outline(
                        504,
                        "Timeout",
                        ApiFault.Subject.NONE,
                        List.of(new Cause("ResourceVersionTooLarge", "Too large resource version", "")),
                        Duration.ofSeconds(1));
            case ApiFault.Timeout ignored -> new Outline(504, "Timeout");
            // Kubernetes has no reason for it; without Retry-After its clients show the message and do not repeat.
            case ApiFault.InsufficientStorage it -> new Outline(507, "InsufficientStorage", it.subject());
        };
    }

    private static ObjectNode status(String status) {
        ObjectNode object = JSON.objectNode().put("kind", "Status").put("apiVersion", "v1");
        object.set("metadata", JSON.objectNode());
        return object.put("status", status);
    }

    private static ObjectNode details(ApiFault.Subject subject) {
        ObjectNode details = JSON.objectNode();
        putUnlessEmpty(details, "name", subject.name());
        putUnlessEmpty(details, "group", subject.group());
        putUnlessEmpty(details, "kind", subject.kind());
        return details;
    }

    private static void putUnlessEmpty(ObjectNode object, String field, String value) {
        if (!value.isEmpty()) {
            object.put(field, value);
        }
    }
}
