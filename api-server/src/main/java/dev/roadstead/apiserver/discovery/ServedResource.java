package dev.roadstead.apiserver.discovery;

import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.ArrayList;
import java.util.List;

/** What can be done with a kind and its subresources, as discovery and OpenAPI say it. */
record ServedResource(ResourceDefinition definition) {
    /**
     * A path below an object.
     *
     * @param group of the kind that is exchanged there; for scale another than the resource's
     */
    record Subresource(String name, String group, String version, String kind, List<String> verbs) {
        private static final List<String> READ_AND_WRITE = List.of("get", "patch", "update");
    }

    List<Subresource> subresources() {
        List<Subresource> subresources = new ArrayList<>();
        if (definition.scale() != null) {
            subresources.add(new Subresource("scale", "autoscaling", "v1", "Scale", Subresource.READ_AND_WRITE));
        }
        if (definition.statusSubresource()) {
            subresources.add(new Subresource(
                    "status", definition.group(), definition.version(), definition.kind(), Subresource.READ_AND_WRITE));
        }
        if (definition.resource().equals("namespaces")) {
            subresources.add(new Subresource("finalize", "", "v1", "Namespace", List.of("update")));
        }
        if (definition.resource().equals("serviceaccounts")) {
            subresources.add(
                    new Subresource("token", "authentication.k8s.io", "v1", "TokenRequest", List.of("create")));
        }
        return subresources;
    }
}
