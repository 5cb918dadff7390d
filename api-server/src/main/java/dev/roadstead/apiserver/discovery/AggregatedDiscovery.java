package dev.roadstead.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.discovery.ApiGroups.Group;
import dev.roadstead.apiserver.discovery.ApiGroups.Version;
import dev.roadstead.apiserver.discovery.ServedResource.Subresource;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.List;

/** Discovery in one document: APIGroupDiscoveryList of {@code apidiscovery.k8s.io}. */
final class AggregatedDiscovery {
    static final String GROUP = "apidiscovery.k8s.io";
    static final String KIND = "APIGroupDiscoveryList";

    private AggregatedDiscovery() {}

    /** Writes the groups in a version of {@code apidiscovery.k8s.io}: v2 or v2beta1, which look the same. */
    static ObjectNode of(List<Group> groups, String apiVersion) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("kind", KIND).put("apiVersion", GROUP + "/" + apiVersion).putObject("metadata");
        ArrayNode items = document.putArray("items");
        for (Group group : groups) {
            ObjectNode item = items.addObject();
            ObjectNode metadata = item.putObject("metadata");
            if (!group.name().isEmpty()) {
                metadata.put("name", group.name());
            }
            ArrayNode versions = item.putArray("versions");
            group.versions().forEach(version -> put(versions.addObject(), version));
        }
        return document;
    }

    private static void put(ObjectNode node, Version version) {
        node.put("version", version.name());
        ArrayNode resources = node.putArray("resources");
        version.resources().forEach(definition -> put(resources.addObject(), definition));
        node.put("freshness", "Current");
    }

    private static void put(ObjectNode node, ResourceDefinition definition) {
        node.put("resource", definition.plural());
        putKind(node, definition.group(), definition.version(), definition.kind());
        node.put("scope", definition.namespaced() ? "Namespaced" : "Cluster")
                .put("singularResource", definition.singular());
        PlainDiscovery.putStrings(node, "verbs", definition.verbs());
        PlainDiscovery.putUnlessEmpty(node, "shortNames", definition.shortNames());
        PlainDiscovery.putUnlessEmpty(node, "categories", definition.categories());
        List<Subresource> subresources = new ServedResource(definition).subresources();
        if (subresources.isEmpty()) {
            return;
        }
        ArrayNode array = node.putArray("subresources");
        for (Subresource subresource : subresources) {
            ObjectNode item = array.addObject().put("subresource", subresource.name());
            putKind(item, subresource.group(), subresource.version(), subresource.kind());
            PlainDiscovery.putStrings(item, "verbs", subresource.verbs());
        }
    }

    private static void putKind(ObjectNode node, String group, String version, String kind) {
        node.putObject("responseKind")
                .put("group", group)
                .put("version", version)
                .put("kind", kind);
    }
}
