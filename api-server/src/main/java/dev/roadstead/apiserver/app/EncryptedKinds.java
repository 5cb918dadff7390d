package dev.roadstead.apiserver.app;

import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which kinds are encrypted at rest: the store asks, and the catalog, which is read from the store, knows. Thread-safe. */
final class EncryptedKinds implements Supplier<Set<String>> {
    private volatile @Nullable Supplier<ResourceCatalog> catalog;
    private volatile @Nullable Known known;

    private record Known(ResourceCatalog catalog, Set<String> resources) {}

    /** To be called once, before anything is written. */
    void readFrom(Supplier<ResourceCatalog> current) {
        this.catalog = current;
    }

    boolean contains(String resource) {
        return get().contains(resource);
    }

    /** As plural and group. */
    @Override
    public Set<String> get() {
        ResourceCatalog current = Objects.requireNonNull(catalog, "the catalog is there before the first write")
                .get();
        Known last = known;
        if (last == null || last.catalog() != current) {
            last = new Known(
                    current,
                    current.all().stream()
                            .filter(ResourceDefinition::encrypted)
                            .map(ResourceDefinition::resource)
                            .collect(Collectors.toUnmodifiableSet()));
            known = last;
        }
        return last.resources();
    }
}
