package dev.roadstead.controller.trigger;

import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.Resource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which BackupRepositories a change concerns. */
public final class RepositoryTriggers {
    private RepositoryTriggers() {}

    public static Set<String> repository(@Nullable BackupRepository before, @Nullable BackupRepository after) {
        return Changes.beyondStatus(before, after)
                ? Set.of(Changes.either(before, after).key())
                : Set.of();
    }

    /** Those whose password or keys it has. */
    public static Set<String> secret(
            Collection<BackupRepository> repositories, @Nullable Resource before, @Nullable Resource after) {
        String key = Changes.either(before, after).key();
        Set<String> keys = new LinkedHashSet<>();
        for (BackupRepository repository : repositories) {
            if (secrets(repository).anyMatch(key::equals)) {
                keys.add(repository.key());
            }
        }
        return keys;
    }

    private static Stream<String> secrets(BackupRepository repository) {
        SecretRef keys =
                repository.spec().s3() == null ? null : repository.spec().s3().secretRef();
        SecretRef made =
                repository.status() == null ? null : repository.status().passwordSecret();
        return Stream.of(keys, made, repository.spec().encryption().secretRef())
                .filter(Objects::nonNull)
                .map(secret -> secret.namespace() + "/" + secret.name());
    }
}
