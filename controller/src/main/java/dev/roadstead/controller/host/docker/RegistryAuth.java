package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.plan.RegistryAccess;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** The header by which an engine is told how to ask a registry. */
final class RegistryAuth {
    private RegistryAuth() {}

    /** Empty for anonymous access. */
    static Map<String, String> headers(RegistryAccess access) {
        RegistryAccess.Credentials credentials = access.credentials();
        if (credentials == null) {
            return Map.of();
        }
        ObjectNode auth = JsonNodeFactory.instance.objectNode();
        auth.put("serveraddress", credentials.server());
        if (credentials.identityToken() != null) {
            auth.put("identitytoken", credentials.identityToken());
        } else {
            auth.put("username", credentials.username()).put("password", credentials.password());
        }
        byte[] json = auth.toString().getBytes(StandardCharsets.UTF_8);
        return Map.of("X-Registry-Auth", Base64.getUrlEncoder().encodeToString(json));
    }
}
