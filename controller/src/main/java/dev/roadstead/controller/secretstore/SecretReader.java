package dev.roadstead.controller.secretstore;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import dev.roadstead.model.SecretStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads Secrets with what is in them, wherever that lies: one of type {@link Secret#STORED} names a SecretStore of its
 * namespace and a path there. Thread-safe.
 */
public final class SecretReader {
    private static final String STORE = "store";
    private static final String PATH = "path";

    private final ApiClient client;
    private final StoreClient stores;

    public SecretReader(ApiClient client, StoreClient stores) {
        this.client = client;
        this.stores = stores;
    }

    /**
     * The Secret as it is now. Empty if there is none.
     *
     * @throws SecretStoreException if its content lies elsewhere and cannot be had
     */
    public Optional<Secret> find(String namespace, String name) {
        return client.find(ResourceType.SECRET, namespace, name).map(this::resolve);
    }

    /**
     * A Secret that was just read, with what is in it.
     *
     * @throws SecretStoreException if its content lies elsewhere and cannot be had
     */
    public Secret resolve(Secret secret) {
        return isStored(secret) ? filled(secret) : secret;
    }

    /** Whether its content may change while it stays as it is. */
    public static boolean isStored(Secret secret) {
        return Secret.STORED.equals(secret.type());
    }

    /**
     * Asks a store whether it lets us in.
     *
     * @throws SecretStoreException if it does not
     */
    public void check(SecretStore store) {
        try {
            stores.check(store.spec().vault(), credential(store));
        } catch (StoreFailure e) {
            throw new SecretStoreException(String.valueOf(e.getMessage()), e);
        }
    }

    private Secret filled(Secret secret) {
        String namespace = Objects.requireNonNull(secret.metadata().namespace(), "a Secret has a namespace");
        String name = secret.metadata().name();
        String store = text(secret, STORE);
        String path = text(secret, PATH);
        if (store.isEmpty() || path.isEmpty()) {
            throw new SecretStoreException(
                    "Secret %s is of type %s and needs the keys %s and %s".formatted(name, Secret.STORED, STORE, PATH),
                    null);
        }
        SecretStore found = client.find(ResourceType.SECRET_STORE, namespace, store)
                .orElseThrow(() -> new SecretStoreException(
                        "Secret %s names SecretStore %s, which is not in namespace %s; create it there"
                                .formatted(name, store, namespace),
                        null));
        try {
            Map<String, byte[]> content = stores.read(found.spec().vault(), credential(found), path);
            return new Secret(secret.metadata(), secret.type(), content);
        } catch (StoreFailure e) {
            throw new SecretStoreException(
                    "Secret %s, path %s of SecretStore %s: %s".formatted(name, path, store, e.getMessage()), e);
        }
    }

    private StoreClient.Credential credential(SecretStore store) {
        SecretStore.Auth auth = store.spec().vault().auth();
        SecretStore.AppRole role = auth.appRole();
        if (role != null) {
            return new StoreClient.Credential.Role(role, said(store, role.secretId()));
        }
        SecretStore.Key token = auth.token();
        if (token == null) {
            throw new SecretStoreException(
                    "SecretStore " + store.metadata().name()
                            + " says no way to sign in; give auth.token or auth.appRole",
                    null);
        }
        return new StoreClient.Credential.Token(said(store, token));
    }

    private String said(SecretStore store, SecretStore.Key key) {
        String namespace = Objects.requireNonNull(store.metadata().namespace(), "a SecretStore has a namespace");
        return client.find(ResourceType.SECRET, namespace, key.name())
                .map(secret -> text(secret, key.key()))
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new SecretStoreException(
                        "SecretStore %s signs in with key %s of Secret %s, which is not there; add it"
                                .formatted(store.metadata().name(), key.key(), key.name()),
                        null));
    }

    private static String text(Secret secret, String key) {
        byte[] value = secret.data().get(key);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8).strip();
    }
}
