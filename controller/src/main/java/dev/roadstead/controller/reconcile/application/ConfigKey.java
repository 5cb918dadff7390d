package dev.roadstead.controller.reconcile.application;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes digests of secrets that tell who has not the key nothing: a plain one of a short password could be guessed by
 * whoever reads Releases. The key is the Secret {@code roadstead-system/config-digests}; without it the next start makes
 * another, and all that takes something from Secrets or ConfigMaps is rolled out once. Immutable.
 */
public final class ConfigKey {
    private static final String NAMESPACE = "roadstead-system";
    private static final String NAME = "config-digests";
    private static final String KEY = "key";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final int SHOWN = 16;

    private final SecretKeySpec key;

    /** Of these bytes, at least one. */
    public ConfigKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** The installation's; made if there is none. */
    public static ConfigKey of(ApiClient client) {
        return find(client).orElseGet(() -> create(client));
    }

    private static Optional<ConfigKey> find(ApiClient client) {
        return client.find(ResourceType.SECRET, NAMESPACE, NAME)
                .flatMap(secret -> Optional.ofNullable(secret.data().get(KEY)))
                .map(ConfigKey::new);
    }

    private static ConfigKey create(ApiClient client) {
        byte[] bits = new byte[BYTES];
        new SecureRandom().nextBytes(bits);
        ObjectMeta metadata = ObjectMeta.toCreate(NAMESPACE, NAME, Map.of(), List.of(), List.of());
        try {
            client.create(ResourceType.SECRET, new Secret(metadata, Map.of(KEY, bits)));
            return new ConfigKey(bits);
        } catch (ApiCallException e) {
            if (!e.alreadyExists()) {
                throw e;
            }
            return find(client).orElseThrow(() -> e);
        }
    }

    /** 32 hexadecimal digits. */
    public String digest(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(Arrays.copyOf(mac.doFinal(content), SHOWN));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + ALGORITHM, e);
        }
    }
}
