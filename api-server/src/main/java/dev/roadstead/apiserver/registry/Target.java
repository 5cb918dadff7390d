package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.fault.ApiFault.Subject;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.ScalePaths;
import dev.roadstead.apiserver.store.ObjectKey;
import java.util.Objects;

/**
 * One object that a request is about.
 *
 * @param namespace empty for cluster-scoped kinds
 * @param name empty when the name is still to be generated
 */
public record Target(ResourceDefinition definition, String namespace, String name) {
    public ObjectKey key() {
        return new ObjectKey(definition.resource(), namespace, name);
    }

    /** For most faults: named by the plural. */
    public Subject subject() {
        return new Subject(definition.group(), definition.plural(), name);
    }

    /** For Invalid: named by the Kind. */
    public Subject kindSubject() {
        return new Subject(definition.group(), definition.kind(), name);
    }

    /** Where the kind keeps its scale. */
    ScalePaths scalePaths() {
        return Objects.requireNonNull(definition.scale(), "only kinds with a scale are routed here");
    }
}
