package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.CrdCompiler;
import dev.roadstead.apiserver.schema.FieldType;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.TestKinds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A kind with a list and a map of every type, and objects of it that managers write one after the other. */
final class Scenes {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");

    static final ResourceDefinition KIND =
            CrdCompiler.compile(TestKinds.yaml("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.test.dev}
            spec:
              group: test.dev
              scope: Namespaced
              names: {plural: things, singular: thing, kind: Thing, listKind: ThingList}
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec:
                          type: object
                          properties:
                            size: {type: integer}
                            name: {type: string, nullable: true}
                            strategy:
                              type: object
                              properties:
                                type: {type: string}
                                surge: {type: integer}
                            env: {type: object, additionalProperties: {type: string}}
                            selector:
                              type: object
                              x-kubernetes-map-type: atomic
                              additionalProperties: {type: string}
                            args: {type: array, items: {type: string}}
                            tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                            ports:
                              type: array
                              x-kubernetes-list-type: map
                              x-kubernetes-list-map-keys: [port, protocol]
                              items:
                                type: object
                                required: [port]
                                properties:
                                  port: {type: integer}
                                  protocol: {type: string, default: TCP}
                                  host: {type: integer}
                                  name: {type: string}
                            free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                        status:
                          type: object
                          properties:
                            phase: {type: string}
            """)).getFirst();

    static final FieldType.Fields TYPE = KIND.schema().fieldType();

    private Scenes() {}

    static ObjectNode yaml(String text) {
        return TestKinds.yaml(text);
    }

    /** An object with some spec in flow style YAML. */
    static ObjectNode thing(String spec) {
        return yaml("{apiVersion: test.dev/v1, kind: Thing, metadata: {name: a, namespace: ns}, spec: " + spec + "}");
    }

    static FieldWriter writer(String manager) {
        return new FieldWriter(KIND, manager, "", NOW);
    }

    static ObjectNode created(String manager, ObjectNode object) {
        return with(object, writer(manager).created(object));
    }

    static ObjectNode update(String manager, ObjectNode live, ObjectNode next) {
        return with(next, writer(manager).updated(live, next, null));
    }

    static ObjectNode apply(String manager, @Nullable ObjectNode live, ObjectNode config) {
        return apply(manager, live, config, false);
    }

    static ObjectNode apply(String manager, @Nullable ObjectNode live, ObjectNode config, boolean force) {
        FieldWriter.Applied applied = writer(manager).applied(live, config, force);
        return with(applied.object(), applied.managedFields());
    }

    /** The object as it is stored. */
    static ObjectNode with(ObjectNode object, @Nullable ArrayNode managedFields) {
        ObjectNode stored = object.deepCopy();
        ObjectNode metadata = (ObjectNode) stored.get("metadata");
        metadata.remove("managedFields");
        if (managedFields != null) {
            metadata.set("managedFields", managedFields.deepCopy());
        }
        return stored;
    }

    /** The fieldsV1 of a manager; empty text when it owns nothing. */
    static String owned(ObjectNode object, String manager) {
        for (var entry : object.at("/metadata/managedFields")) {
            if (entry.path("manager").asText().equals(manager)) {
                return entry.path("fieldsV1").toString();
            }
        }
        return "";
    }
}
