package dev.roadstead.apiserver.discovery.openapi;

import dev.roadstead.apiserver.schema.CoreKinds;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Names of the schemas in {@code components} and {@code definitions}. Tools know Kubernetes' own by name. */
final class SchemaNames {
    static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    static final String SCALE = "io.k8s.api.autoscaling.v1.Scale";
    static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
    static final String REFERENCE = "#/components/schemas/";

    private SchemaNames() {}

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
        if (CoreKinds.isKubernetes(group)) {
            name = "io.k8s.api." + (group.isEmpty() ? "core" : group.substring(0, group.indexOf('.')));
        } else {
            List<String> labels = Arrays.asList(group.split("\\.", -1));
            Collections.reverse(labels);
            name = String.join(".", labels);
        }
        return name + "." + definition.version() + ".";
    }
}
