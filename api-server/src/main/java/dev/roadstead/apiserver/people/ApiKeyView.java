package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ApiKey, as far as requests read it.
 *
 * @param serviceAccount whom it acts as; empty for the person of the namespace
 * @param expiresAt null for never
 * @param sha256 empty when it has no token
 * @param ownerUid of the account that the token was made for
 */
record ApiKeyView(
        String namespace,
        String name,
        String serviceAccount,
        @Nullable Instant expiresAt,
        Scope scope,
        String sha256,
        String ownerUid,
        Instant lastUsed) {
    static ApiKeyView of(ObjectNode key) {
        return new ApiKeyView(
                key.at("/metadata/namespace").asText(),
                key.at("/metadata/name").asText(),
                key.at("/spec/serviceAccountName").asText(),
                key.at("/spec").hasNonNull("expiresAt") ? SessionView.time(key, "/spec/expiresAt") : null,
                scope(key.at("/spec/scopes")),
                key.at("/status/sha256").asText(),
                key.at("/status/ownerUid").asText(),
                SessionView.time(key, "/status/lastUsed"));
    }

    /** A list without entries was written by somebody who meant nothing at all. */
    private static Scope scope(JsonNode scopes) {
        if (!scopes.isArray()) {
            return Scope.ALL;
        }
        if (scopes.isEmpty()) {
            return new Scope(List.of(new Scope.Entry(List.of(), List.of(), List.of(), List.of())));
        }
        return new Scope(scopes.valueStream()
                .map(entry -> new Scope.Entry(
                        texts(entry.path("namespaces")),
                        texts(entry.path("verbs")),
                        texts(entry.path("apiGroups")),
                        texts(entry.path("resources"))))
                .toList());
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
