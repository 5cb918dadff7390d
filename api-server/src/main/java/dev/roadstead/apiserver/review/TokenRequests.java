package dev.roadstead.apiserver.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.BearerTokens;
import dev.roadstead.apiserver.authn.ServiceAccountName;
import dev.roadstead.apiserver.authn.ServiceAccountTokens;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.Causes;
import dev.roadstead.apiserver.schema.FieldPath;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes tokens for ServiceAccounts (authentication.k8s.io/v1 TokenRequest). Thread-safe. */
public final class TokenRequests {
    private static final String API_VERSION = "authentication.k8s.io/v1";
    private static final long DEFAULT_SECONDS = 3600;
    private static final long MIN_SECONDS = 600;
    /** A longer wish is cut, as Kubernetes does; the answer says what it became. */
    private static final long MAX_SECONDS = 86_400;

    private static final int MAX_AUDIENCES = 100;
    private static final int MAX_AUDIENCE_CHARACTERS = 253;
    private static final FieldPath SPEC = FieldPath.of("spec");

    private final ServiceAccountTokens tokens;
    private final Function<ServiceAccountName, @Nullable String> uids;
    private final Supplier<String> ids;
    private final InstantSource clock;

    /**
     * Wires the requests.
     *
     * @param uids the uid of an account that exists, or null
     * @param ids makes a new UUID each time
     */
    public TokenRequests(
            ServiceAccountTokens tokens,
            Function<ServiceAccountName, @Nullable String> uids,
            Supplier<String> ids,
            InstantSource clock) {
        this.tokens = tokens;
        this.uids = uids;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The request with the token.
     *
     * @param body of any form; not modified
     * @throws ApiException NotFound without such an account; BadRequest for another kind; Invalid for a wrong spec
     */
    public ObjectNode answer(ServiceAccountName account, ObjectNode body) {
        if (!body.path("kind").asText().equals("TokenRequest")
                || !body.path("apiVersion").asText().equals(API_VERSION)) {
            throw Reviews.badRequest("expected a TokenRequest of " + API_VERSION + ", found "
                    + Causes.shown(body.path("kind")) + " of " + Causes.shown(body.path("apiVersion")));
        }
        List<Cause> causes = new ArrayList<>();
        List<String> audiences = audiences(body.path("spec").path("audiences"), causes);
        long seconds = seconds(body.path("spec").path("expirationSeconds"), causes);
        JsonNode bound = body.path("spec").path("boundObjectRef");
        if (!bound.isMissingNode() && !bound.isNull()) {
            causes.add(Causes.forbidden(
                    SPEC.field("boundObjectRef"), "tokens are bound to their ServiceAccount only; leave it out"));
        }
        if (!causes.isEmpty()) {
            throw new ApiException(new ApiFault.Invalid(
                    new ApiFault.Subject("authentication.k8s.io", "TokenRequest", account.name()), causes));
        }
        String uid = uids.apply(account);
        if (uid == null) {
            throw new ApiException(new ApiFault.NotFound(new ApiFault.Subject("", "serviceaccounts", account.name())));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expiry = now.plusSeconds(seconds);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("kind", "TokenRequest").put("apiVersion", API_VERSION);
        answer.putObject("metadata")
                .put("name", account.name())
                .put("namespace", account.namespace())
                .put("creationTimestamp", now.toString());
        ObjectNode spec = answer.putObject("spec");
        audiences.forEach(spec.putArray("audiences")::add);
        spec.put("expirationSeconds", seconds).putNull("boundObjectRef");
        answer.putObject("status")
                .put("token", tokens.issue(account, uid, audiences, expiry, ids.get()))
                .put("expirationTimestamp", expiry.toString());
        return answer;
    }

    private static List<String> audiences(JsonNode audiences, List<Cause> causes) {
        if (audiences.isMissingNode() || audiences.isNull() || (audiences.isArray() && audiences.isEmpty())) {
            return List.of(BearerTokens.SERVER);
        }
        boolean fits = audiences.isArray()
                && audiences.size() <= MAX_AUDIENCES
                && audiences.valueStream().allMatch(TokenRequests::isAudience);
        if (!fits) {
            causes.add(Causes.typeInvalid(
                    SPEC.field("audiences"),
                    audiences,
                    "must be a list of at most " + MAX_AUDIENCES + " strings of 1 to " + MAX_AUDIENCE_CHARACTERS
                            + " characters"));
            return List.of();
        }
        return audiences.valueStream().map(JsonNode::textValue).toList();
    }

    private static boolean isAudience(JsonNode audience) {
        return audience.isTextual()
                && !audience.textValue().isEmpty()
                && audience.textValue().length() <= MAX_AUDIENCE_CHARACTERS;
    }

    private static long seconds(JsonNode seconds, List<Cause> causes) {
        FieldPath at = SPEC.field("expirationSeconds");
        if (seconds.isMissingNode() || seconds.isNull()) {
            return DEFAULT_SECONDS;
        }
        if (!seconds.isIntegralNumber() || !seconds.canConvertToLong()) {
            causes.add(Causes.typeInvalid(at, seconds, "must be a whole number of seconds"));
            return DEFAULT_SECONDS;
        }
        if (seconds.longValue() < MIN_SECONDS) {
            causes.add(Causes.invalid(at, seconds, "may not specify a duration less than 10 minutes"));
        }
        return Math.min(seconds.longValue(), MAX_SECONDS);
    }
}
