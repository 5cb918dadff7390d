package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.registry.ContinueToken;
import dev.roadstead.apiserver.registry.Freshness;
import dev.roadstead.apiserver.registry.PageRequest;
import java.util.List;

/** Which part of a list a query asks for, and how recent it must be (meta/v1 ListOptions). Pure. */
final class ListOptions {
    private ListOptions() {}

    /**
     * Reads the query, as "Resource versions" of the Kubernetes API concepts has it for lists.
     *
     * @param namespace empty for all
     * @throws ApiException Invalid when parameters contradict each other; BadRequest when one cannot be read
     */
    static PageRequest page(Query query, String namespace) {
        String version = query.text("resourceVersion");
        String match = query.text("resourceVersionMatch");
        String token = query.text("continue");
        checkMatch(version, match, token);
        if (query.parameters().contains("sendInitialEvents")) {
            throw forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
        }
        int limit = (int) Math.min(query.number("limit", 0), Integer.MAX_VALUE);
        if (token.isEmpty()) {
            return new PageRequest(freshness(query, match, limit > 0), null, limit);
        }
        if (!version.isEmpty() && !version.equals("0")) {
            throw Query.bad("resourceVersion", version, "none with continue: the token names the version");
        }
        return new PageRequest(new Freshness.Any(), ContinueToken.decode(token, namespace), limit);
    }

    /** How recent an object must be that is asked for by its name. */
    static Freshness freshness(Query query) {
        return freshness(query, "", false);
    }

    private static void checkMatch(String version, String match, String token) {
        if (match.isEmpty()) {
            return;
        }
        if (version.isEmpty()) {
            throw forbidden(
                    "resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
        }
        if (!token.isEmpty()) {
            throw forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
        }
        if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
            throw notSupported(match, "\"Exact\", \"NotOlderThan\"");
        }
        if (match.equals("Exact") && version.equals("0")) {
            throw forbidden(
                    "resourceVersionMatch", "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"");
        }
    }

    /** A page that names a version and no match means this very version, so that its next page fits to it. */
    private static Freshness freshness(Query query, String match, boolean limited) {
        if (query.text("resourceVersion").isEmpty()) {
            return new Freshness.MostRecent();
        }
        long revision = query.number("resourceVersion", 0);
        if (revision == 0) {
            return new Freshness.Any();
        }
        boolean exact = match.equals("Exact") || (match.isEmpty() && limited);
        return exact ? new Freshness.Exact(revision) : new Freshness.NotOlderThan(revision);
    }

    static ApiException forbidden(String parameter, String message) {
        return invalid(new Cause("FieldValueForbidden", "Forbidden: " + message, parameter));
    }

    static ApiException notSupported(String match, String supported) {
        return invalid(new Cause(
                "FieldValueNotSupported",
                "Unsupported value: \"" + match + "\": supported values: " + supported,
                "resourceVersionMatch"));
    }

    private static ApiException invalid(Cause cause) {
        return new ApiException(
                new ApiFault.Invalid(new ApiFault.Subject("meta.k8s.io", "ListOptions", ""), List.of(cause)));
    }
}
