package dev.roadstead.apiserver.fault;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request failed. Each is answered with the HTTP code and reason of Kubernetes' API conventions
 * (kubernetes/community, api-conventions.md, "Response Status Kind").
 */
public sealed interface ApiFault {
    /** Sentence for a person; names the object, the value found and the value expected. */
    String message();

    /** Names what the fault is about; empty strings where there is none. {@code kind} is the plural in most answers. */
    record Subject(String group, String kind, String name) {
        public static final Subject NONE = new Subject("", "", "");

        /** {@code applications.roadstead.dev "web"}. */
        public String describe() {
            String resource = group.isEmpty() ? kind : kind + "." + group;
            return name.isEmpty() ? resource : resource + " \"" + name + "\"";
        }
    }

    record BadRequest(String message) implements ApiFault {}

    record Unauthorized(String message, List<Cause> causes) implements ApiFault {
        public Unauthorized(String message) {
            this(message, List.of());
        }
    }

    record Forbidden(Subject subject, String message, List<Cause> causes) implements ApiFault {}

    record NotFound(Subject subject, String message) implements ApiFault {
        public NotFound(Subject subject) {
            this(subject, subject.describe() + " not found");
        }
    }

    record MethodNotAllowed(String message) implements ApiFault {}

    record NotAcceptable(String message) implements ApiFault {}

    record AlreadyExists(Subject subject) implements ApiFault {
        @Override
        public String message() {
            return subject.describe() + " already exists";
        }
    }

    record Conflict(Subject subject, String message) implements ApiFault {}

    /** 409: the deletion must be confirmed first; trying again does not help. */
    record Unconfirmed(Subject subject, String message) implements ApiFault {}

    /** 409: another namespace has what is asked for; trying again does not help. */
    record Taken(Subject subject, String message, List<Cause> causes) implements ApiFault {}

    /** 409: server-side apply would take fields from their managers. */
    record ApplyConflict(String message, List<Cause> causes) implements ApiFault {}

    /**
     * 410: the resourceVersion or continue token is older than what is kept.
     *
     * @param continueToken goes on with the present state where the expired token stood; empty when there is none
     */
    record Expired(String message, String continueToken) implements ApiFault {
        public Expired(String message) {
            this(message, "");
        }
    }

    record TooLarge(String message) implements ApiFault {}

    record UnsupportedMediaType(String message) implements ApiFault {}

    /** 422; {@code subject.kind} is the Kind here, not the plural. */
    record Invalid(Subject subject, List<Cause> causes) implements ApiFault {
        @Override
        public String message() {
            String fields = causes.size() == 1
                    ? describe(causes.getFirst())
                    : causes.stream().map(Invalid::describe).toList().toString();
            return subject.describe() + " is invalid: " + fields;
        }

        private static String describe(Cause cause) {
            return cause.field() + ": " + cause.message();
        }
    }

    /** 504 reason Timeout: the resourceVersion asked for lies in the future. */
    record TooLargeResourceVersion(long asked, long current) implements ApiFault {
        @Override
        public String message() {
            return "Too large resource version: " + asked + ", current: " + current;
        }
    }

    record Timeout(String message) implements ApiFault {}

    /** 503 with Retry-After. */
    record Unavailable(String message, Duration retryAfter) implements ApiFault {}

    /**
     * 429 with Retry-After: more is asked for than is allowed.
     *
     * @param limit which limit it is; null when the client is not told
     */
    record TooManyRequests(
            String message, Duration retryAfter, @Nullable RateLimit limit) implements ApiFault {
        public TooManyRequests(String message, Duration retryAfter) {
            this(message, retryAfter, null);
        }
    }

    /** 507: the server has no room for what would be stored; trying again helps when something was deleted. */
    record InsufficientStorage(Subject subject, String message) implements ApiFault {}

    record Internal(String message) implements ApiFault {}
}
