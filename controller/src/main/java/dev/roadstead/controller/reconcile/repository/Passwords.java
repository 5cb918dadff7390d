package dev.roadstead.controller.reconcile.repository;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Makes up passwords of repositories. */
record Passwords(ApiClient client, SecureRandom random) {
    private static final int BYTES = 32;

    /** Puts a new one into a Secret that is not there. */
    void generate(SecretRef secret) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        byte[] password =
                Base64.getUrlEncoder().withoutPadding().encodeToString(bits).getBytes(StandardCharsets.US_ASCII);
        ObjectMeta metadata = ObjectMeta.toCreate(secret.namespace(), secret.name(), Map.of(), List.of(), List.of());
        client.create(ResourceType.SECRET, new Secret(metadata, Map.of(Settings.PASSWORD, password)));
    }
}
