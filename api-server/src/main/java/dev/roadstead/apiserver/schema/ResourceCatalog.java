package dev.roadstead.apiserver.schema;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All kinds that are served at one moment; immutable. A changed CRD makes a new catalog. */
public final class ResourceCatalog {
    private final Map<String, ResourceDefinition> byPath;
    private final List<ResourceDefinition> all;
    private final Map<String, ResourceDefinition> byResource = new TreeMap<>();
    private final Map<String, List<ResourceDefinition>> views;

    public ResourceCatalog(Collection<ResourceDefinition> definitions) {
        Map<String, ResourceDefinition> paths = new TreeMap<>();
        for (ResourceDefinition definition : definitions) {
            paths.put(path(definition.group(), definition.version(), definition.plural()), definition);
        }
        this.byPath = paths;
        this.all = definitions.stream()
                .sorted(Comparator.comparing(ResourceDefinition::apiVersion).thenComparing(ResourceDefinition::plural))
                .toList();
        this.views = all.stream().collect(Collectors.groupingBy(ResourceDefinition::resource));
        all.stream()
                .filter(definition -> definition.storedAs() == null)
                .forEach(definition -> byResource.putIfAbsent(definition.resource(), definition));
    }

    /** The definition behind {@code /apis/{group}/{version}/{plural}}, or null if there is none. */
    public @Nullable ResourceDefinition find(String group, String version, String plural) {
        return byPath.get(path(group, version, plural));
    }

    /** Sorted by apiVersion, then plural. */
    public List<ResourceDefinition> all() {
        return all;
    }

    /** One definition of each kind that is stored: its versions hold the same objects, and so do views of it. */
    public Collection<ResourceDefinition> stored() {
        return Collections.unmodifiableCollection(byResource.values());
    }

    /** One of the definitions that are stored under a resource, as in an ObjectKey, or null if there is none. */
    public @Nullable ResourceDefinition stored(String resource) {
        return byResource.get(resource);
    }

    /** All definitions that show the objects stored under a resource: its versions, and views of it. Sorted as {@link #all}. */
    public List<ResourceDefinition> views(String resource) {
        return views.getOrDefault(resource, List.of());
    }

    private static String path(String group, String version, String plural) {
        return group + "/" + version + "/" + plural;
    }
}
