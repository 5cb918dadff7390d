package dev.roadstead.apiserver.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All kinds that are served at one moment; immutable. A changed CRD makes a new catalog. */
public final class ResourceCatalog {
    private final Map<String, ResourceDefinition> byPath;
    private final List<ResourceDefinition> all;

    public ResourceCatalog(Collection<ResourceDefinition> definitions) {
        Map<String, ResourceDefinition> paths = new TreeMap<>();
        for (ResourceDefinition definition : definitions) {
            paths.put(path(definition.group(), definition.version(), definition.plural()), definition);
        }
        this.byPath = paths;
        this.all = definitions.stream()
                .sorted(Comparator.comparing(ResourceDefinition::apiVersion).thenComparing(ResourceDefinition::plural))
                .toList();
    }

    /** The definition behind {@code /apis/{group}/{version}/{plural}}, or null if there is none. */
    public @Nullable ResourceDefinition find(String group, String version, String plural) {
        return byPath.get(path(group, version, plural));
    }

    /** Sorted by apiVersion, then plural. */
    public List<ResourceDefinition> all() {
        return all;
    }

    private static String path(String group, String version, String plural) {
        return group + "/" + version + "/" + plural;
    }
}
