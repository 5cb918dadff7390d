package dev.roadstead.apiserver.discovery;

import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A catalog by group and version. The core group comes first, then the others by name; versions stand in the order of
 * Kubernetes' "Version priority": stable before beta before alpha, newer before older.
 */
record ApiGroups(List<Group> all) {
    private static final Pattern VERSION = Pattern.compile("v([0-9]{1,9})(?:(alpha|beta)([0-9]{1,9}))?");

    private static final Comparator<String> VERSION_PRIORITY = Comparator.comparingInt(ApiGroups::stability)
            .thenComparing(Comparator.comparingInt(ApiGroups::major).reversed())
            .thenComparing(Comparator.comparingInt(ApiGroups::minor).reversed())
            .thenComparing(Comparator.naturalOrder());

    /** The empty name is the core group's. */
    record Group(String name, List<Version> versions) {
        Version preferred() {
            return versions.getFirst();
        }
    }

    /** Resources are sorted by plural. */
    record Version(String group, String name, List<ResourceDefinition> resources) {
        String apiVersion() {
            return group.isEmpty() ? name : group + "/" + name;
        }

        /** {@code api/v1} or {@code apis/roadstead.dev/v1}. */
        String path() {
            return group.isEmpty() ? "api/" + name : "apis/" + group + "/" + name;
        }
    }

    static ApiGroups of(ResourceCatalog catalog) {
        Map<String, Map<String, List<ResourceDefinition>>> groups = new TreeMap<>();
        for (ResourceDefinition definition : catalog.all()) {
            groups.computeIfAbsent(definition.group(), group -> new TreeMap<>(VERSION_PRIORITY))
                    .computeIfAbsent(definition.version(), version -> new ArrayList<>())
                    .add(definition);
        }
        return new ApiGroups(groups.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static Group group(String name, Map<String, List<ResourceDefinition>> versions) {
        return new Group(
                name,
                versions.entrySet().stream()
                        .map(entry -> new Version(name, entry.getKey(), List.copyOf(entry.getValue())))
                        .toList());
    }

    /** All but the core group, which clients find under {@code /api}. */
    List<Group> named() {
        return all.stream().filter(group -> !group.name.isEmpty()).toList();
    }

    @Nullable
    Group find(String name) {
        return all.stream().filter(group -> group.name.equals(name)).findFirst().orElse(null);
    }

    @Nullable
    Version find(String name, String version) {
        Group group = find(name);
        if (group == null) {
            return null;
        }
        return group.versions.stream()
                .filter(candidate -> candidate.name.equals(version))
                .findFirst()
                .orElse(null);
    }

    List<Version> versions() {
        return all.stream().flatMap(group -> group.versions.stream()).toList();
    }

    private static int stability(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return 3;
        }
        return switch (matcher.group(2)) {
            case null -> 0;
            case "beta" -> 1;
            default -> 2;
        };
    }

    private static int major(String version) {
        return number(version, 1);
    }

    private static int minor(String version) {
        return number(version, 3);
    }

    private static int number(String version, int group) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() && matcher.group(group) != null ? Integer.parseInt(matcher.group(group)) : 0;
    }
}
