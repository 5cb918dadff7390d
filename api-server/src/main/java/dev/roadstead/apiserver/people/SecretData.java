package dev.roadstead.apiserver.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The data of a Secret, which its JSON has in base64. */
final class SecretData {
    private SecretData() {}

    /** Null if the Secret has no such key. */
    static byte @Nullable [] bytes(ObjectNode secret, String key) {
        String encoded = secret.path("data").path(key).textValue();
        return encoded == null ? null : Base64.getDecoder().decode(encoded);
    }

    /** As UTF-8; empty if the Secret has no such key. */
    static String text(ObjectNode secret, String key) {
        byte[] value = bytes(secret, key);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    static void put(ObjectNode secret, String key, byte[] value) {
        secret.withObjectProperty("data").put(key, Base64.getEncoder().encodeToString(value));
    }

    static void put(ObjectNode secret, String key, String value) {
        put(secret, key, value.getBytes(StandardCharsets.UTF_8));
    }
}
