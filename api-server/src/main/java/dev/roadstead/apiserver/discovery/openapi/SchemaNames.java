package dev.roadstead.apiserver.discovery.openapi;

import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Names of the schemas in {@code components} and {@code definitions}. Tools know Kubernetes' own by name. */
final class SchemaNames {
    static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    static final String SCALE = "io.k8s.api.autoscaling.v1.Scale";
    static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
    static final String REFERENCE = "#/components/schemas/";

    /** Groups whose kinds are Kubernetes' own. Other groups that end in k8s.io hold CustomResourceDefinitions. */
    private static final Set<String> CORE_GROUPS = Set.of(
            "",
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "coordination.k8s.io",
            "events.k8s.io",
            "rbac.authorization.k8s.io");

    private SchemaNames() {}

    /** Whether clients know the kind as a Go type, and so patch it with strategic merge patches. */
    static boolean isCore(ResourceDefinition definition) {
        return CORE_GROUPS.contains(definition.group());
    }

    /** {@code dev.roadstead.v1.Application}, {@code io.k8s.api.core.v1.Secret}. */
    static String of(ResourceDefinition definition) {
        return prefix(definition) + definition.kind();
    }

    static String ofList(ResourceDefinition definition) {
        return prefix(definition) + definition.listKind();
    }

    private static String prefix(ResourceDefinition definition) {
        String group = definition.group();
        String name;
        if (isCore(definition)) {
            name = "io.k8s.api." + (group.isEmpty() ? "core" : group.substring(0, group.indexOf('.')));
        } else {
            List<String> labels = Arrays.asList(group.split("\\.", -1));
            Collections.reverse(labels);
            name = String.join(".", labels);
        }
        return name + "." + definition.version() + ".";
    }
}
