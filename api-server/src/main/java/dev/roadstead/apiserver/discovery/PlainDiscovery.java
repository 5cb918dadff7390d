package dev.roadstead.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.digest.Sha256;
import dev.roadstead.apiserver.discovery.ApiGroups.Group;
import dev.roadstead.apiserver.discovery.ApiGroups.Version;
import dev.roadstead.apiserver.discovery.ServedResource.Subresource;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;

/** Discovery one document per group and version: APIVersions, APIGroupList, APIGroup and APIResourceList. */
final class PlainDiscovery {
    private PlainDiscovery() {}

    /** {@code /api}. */
    static ObjectNode coreVersions(ApiGroups groups) {
        ObjectNode document = object("APIVersions");
        ArrayNode versions = document.putArray("versions");
        Group core = groups.find("");
        if (core != null) {
            core.versions().forEach(version -> versions.add(version.name()));
        }
        document.putArray("serverAddressByClientCIDRs");
        return document;
    }

    /** {@code /apis}. */
    static ObjectNode groupList(ApiGroups groups) {
        ObjectNode document = object("APIGroupList").put("apiVersion", "v1");
        ArrayNode list = document.putArray("groups");
        groups.named().forEach(group -> list.add(fill(JsonNodeFactory.instance.objectNode(), group)));
        return document;
    }

    /** {@code /apis/{group}}. */
    static ObjectNode group(Group group) {
        return fill(object("APIGroup").put("apiVersion", "v1"), group);
    }

    private static ObjectNode fill(ObjectNode node, Group group) {
        node.put("name", group.name());
        ArrayNode versions = node.putArray("versions");
        group.versions().forEach(version -> put(versions.addObject(), version));
        put(node.putObject("preferredVersion"), group.preferred());
        return node;
    }

    private static void put(ObjectNode node, Version version) {
        node.put("groupVersion", version.apiVersion()).put("version", version.name());
    }

    /** {@code /api/v1} and {@code /apis/{group}/{version}}. */
    static ObjectNode resourceList(Version version) {
        ObjectNode document =
                object("APIResourceList").put("apiVersion", "v1").put("groupVersion", version.apiVersion());
        ArrayNode resources = document.putArray("resources");
        for (ResourceDefinition definition : version.resources()) {
            put(resources.addObject(), definition);
            for (Subresource subresource : new ServedResource(definition).subresources()) {
                put(resources.addObject(), definition, subresource);
            }
        }
        return document;
    }

    private static void put(ObjectNode node, ResourceDefinition definition) {
        node.put("name", definition.plural())
                .put("singularName", definition.singular())
                .put("namespaced", definition.namespaced())
                .put("kind", definition.kind());
        putStrings(node, "verbs", definition.verbs());
        putUnlessEmpty(node, "shortNames", definition.shortNames());
        putUnlessEmpty(node, "categories", definition.categories());
        node.put("storageVersionHash", storageVersionHash(definition));
    }

    private static void put(ObjectNode node, ResourceDefinition definition, Subresource subresource) {
        node.put("name", definition.plural() + "/" + subresource.name())
                .put("singularName", "")
                .put("namespaced", definition.namespaced());
        if (!subresource.group().equals(definition.group())) {
            node.put("group", subresource.group()).put("version", subresource.version());
        }
        node.put("kind", subresource.kind());
        putStrings(node, "verbs", subresource.verbs());
    }

    /** Tells clients when the stored form of a kind changed; 8 bytes of a digest, as Kubernetes makes it. */
    private static String storageVersionHash(ResourceDefinition definition) {
        String name = definition.group() + "/" + definition.version() + "/" + definition.kind();
        byte[] digest = Sha256.of(name);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
    }

    private static ObjectNode object(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }

    static void putUnlessEmpty(ObjectNode node, String field, Collection<String> values) {
        if (!values.isEmpty()) {
            putStrings(node, field, values);
        }
    }

    static void putStrings(ObjectNode node, String field, Collection<String> values) {
        ArrayNode array = node.putArray(field);
        values.forEach(array::add);
    }
}
