package dev.roadstead.controller.trigger;

import dev.roadstead.model.Resource;
import dev.roadstead.model.SecretStore;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which SecretStores a change concerns. */
public final class SecretStoreTriggers {
    private SecretStoreTriggers() {}

    public static Set<String> store(@Nullable SecretStore before, @Nullable SecretStore after) {
        if (after == null || (before != null && before.spec().equals(after.spec()))) {
            return Set.of();
        }
        return Set.of(after.key());
    }

    /** Those that sign in with this Secret. */
    public static Set<String> secret(
            Collection<SecretStore> stores, @Nullable Resource before, @Nullable Resource after) {
        String secret = Changes.either(before, after).key();
        return stores.stream()
                .filter(store -> isNamedBy(store, secret))
                .map(SecretStore::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isNamedBy(SecretStore store, String secret) {
        SecretStore.Auth auth = store.spec().vault().auth();
        SecretStore.Key key =
                auth.appRole() == null ? auth.token() : auth.appRole().secretId();
        return key != null && secret.equals(store.metadata().namespace() + "/" + key.name());
    }
}
