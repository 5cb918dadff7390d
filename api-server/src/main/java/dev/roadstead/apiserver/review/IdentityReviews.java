package dev.roadstead.apiserver.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Authenticator;
import dev.roadstead.apiserver.authn.BearerTokens;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.Scope;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who somebody is: TokenReview and SelfSubjectReview. */
final class IdentityReviews {
    private final Authenticator authenticator;

    IdentityReviews(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** A token for none of the audiences asked for is as good as no token. */
    ObjectNode token(ObjectNode spec) {
        String token = spec.path("token").asText("");
        if (token.isEmpty()) {
            throw Reviews.badRequest("token is required for TokenReview in authentication");
        }
        List<String> asked =
                spec.path("audiences").valueStream().map(JsonNode::asText).toList();
        List<String> wanted = asked.isEmpty() ? List.of(BearerTokens.SERVER) : asked;
        BearerTokens.Identity identity = authenticator.find(token);
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        if (identity == null) {
            status.put("authenticated", false).putObject("user");
            return status.put("error", "invalid bearer token");
        }
        Scope scope = identity.principal().scope();
        if (scope != null && !scope.entries().isEmpty()) {
            status.put("authenticated", false).putObject("user");
            return status.put(
                    "error",
                    "an API key with scopes counts at this server only: who asks could not keep to its scopes");
        }
        List<String> common =
                wanted.stream().filter(identity.audiences()::contains).toList();
        if (common.isEmpty()) {
            status.put("authenticated", false).putObject("user");
            return status.put(
                    "error",
                    "token audiences " + new TreeSet<>(identity.audiences()) + " is invalid for the target audiences "
                            + wanted);
        }
        status.put("authenticated", true).set("user", userInfo(identity.principal()));
        common.forEach(status.putArray("audiences")::add);
        return status;
    }

    ObjectNode self(Principal asking) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.set("userInfo", userInfo(asking));
        return status;
    }

    /** UserInfo of authentication.k8s.io/v1, in a fixed order. */
    private static ObjectNode userInfo(Principal principal) {
        ObjectNode user = JsonNodeFactory.instance.objectNode().put("username", principal.user());
        if (!principal.uid().isEmpty()) {
            user.put("uid", principal.uid());
        }
        new TreeSet<>(principal.groups()).forEach(user.putArray("groups")::add);
        if (!principal.extra().isEmpty()) {
            ObjectNode extra = user.putObject("extra");
            new TreeMap<>(principal.extra())
                    .forEach((key, values) -> values.forEach(extra.withArrayProperty(key)::add));
        }
        return user;
    }
}
