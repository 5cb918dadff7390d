package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.store.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of {@code metadata.ownerReferences}. */
record OwnerReference(String apiVersion, String kind, String name, String uid) {
    static List<OwnerReference> of(ObjectNode object) {
        List<OwnerReference> references = new ArrayList<>();
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            references.add(new OwnerReference(
                    owner.path("apiVersion").asText(),
                    owner.path("kind").asText(),
                    owner.path("name").asText(),
                    owner.path("uid").asText()));
        }
        return references;
    }

    /**
     * The owner lives in its dependent's namespace or in none.
     *
     * @param dependentNamespace empty for a cluster-scoped dependent
     * @return null when it cannot be told: its kind is not served, or it lives in a namespace and its dependent in none
     */
    @Nullable
    ObjectKey key(ResourceCatalog catalog, String dependentNamespace) {
        String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        return catalog.all().stream()
                .filter(it -> it.group().equals(group) && it.kind().equals(kind))
                .filter(it -> !it.namespaced() || !dependentNamespace.isEmpty())
                .findFirst()
                .map(it -> new ObjectKey(it.resource(), it.namespaced() ? dependentNamespace : "", name))
                .orElse(null);
    }
}
