package dev.roadstead.controller.secretstore;

import dev.roadstead.model.SecretStore;
import java.util.Map;

/** Asks a store outside. Thread-safe; may block its caller for some seconds. */
public interface StoreClient {
    /** How to sign in. */
    sealed interface Credential {
        /** A token that somebody gave. */
        record Token(String token) implements Credential {
            /** Never shows it. */
            @Override
            public String toString() {
                return "Token";
            }
        }

        /** A role with its secret id. */
        record Role(SecretStore.AppRole role, String secretId) implements Credential {
            /** Never shows the secret id. */
            @Override
            public String toString() {
                return "Role[" + role.roleId() + "]";
            }
        }
    }

    /**
     * What is at a path now.
     *
     * @throws StoreFailure if there is nothing, or it cannot be had
     */
    Map<String, byte[]> read(SecretStore.Vault store, Credential credential, String path) throws StoreFailure;

    /**
     * Asks whether the credential is one.
     *
     * @throws StoreFailure if it is not, or that cannot be known
     */
    void check(SecretStore.Vault store, Credential credential) throws StoreFailure;
}
