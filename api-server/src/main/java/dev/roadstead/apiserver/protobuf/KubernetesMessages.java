package dev.roadstead.apiserver.protobuf;

import static dev.roadstead.apiserver.protobuf.Message.Scalar.BOOLEAN;
import static dev.roadstead.apiserver.protobuf.Message.Scalar.BYTES;
import static dev.roadstead.apiserver.protobuf.Message.Scalar.INTEGER;
import static dev.roadstead.apiserver.protobuf.Message.Scalar.MICRO_TIME;
import static dev.roadstead.apiserver.protobuf.Message.Scalar.QUANTITY;
import static dev.roadstead.apiserver.protobuf.Message.Scalar.STRING;
import static dev.roadstead.apiserver.protobuf.Message.Scalar.TIME;
import static dev.roadstead.apiserver.protobuf.Message.list;
import static dev.roadstead.apiserver.protobuf.Message.map;
import static dev.roadstead.apiserver.protobuf.Message.nested;
import static dev.roadstead.apiserver.protobuf.Message.optional;
import static dev.roadstead.apiserver.protobuf.Message.plain;
import static dev.roadstead.apiserver.protobuf.Message.texts;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kinds that are read. Numbers and names are those of {@code generated.proto} in k8s.io/api (core/v1,
 * coordination/v1) and k8s.io/apimachinery (meta/v1); what is optional is a pointer in the Go types there.
 */
final class KubernetesMessages {
    /** Where a typed client sends it, it has the apiVersion of the object to delete. */
    private static final String DELETE_OPTIONS_KIND = "DeleteOptions";

    private static final Message OWNER_REFERENCE = Message.of(
            plain(1, "kind", STRING),
            plain(3, "name", STRING),
            plain(4, "uid", STRING),
            plain(5, "apiVersion", STRING),
            optional(6, "controller", BOOLEAN),
            optional(7, "blockOwnerDeletion", BOOLEAN));

    /** Without managedFields (17), which the server does not take from clients. */
    static final Message OBJECT_META = Message.of(
            plain(1, "name", STRING),
            plain(2, "generateName", STRING),
            plain(3, "namespace", STRING),
            plain(4, "selfLink", STRING),
            plain(5, "uid", STRING),
            plain(6, "resourceVersion", STRING),
            plain(7, "generation", INTEGER),
            plain(8, "creationTimestamp", TIME),
            optional(9, "deletionTimestamp", TIME),
            optional(10, "deletionGracePeriodSeconds", INTEGER),
            map(11, "labels", STRING),
            map(12, "annotations", STRING),
            list(13, "ownerReferences", OWNER_REFERENCE),
            texts(14, "finalizers"));

    private static final Message NAMESPACE_CONDITION = Message.of(
            plain(1, "type", STRING),
            plain(2, "status", STRING),
            plain(4, "lastTransitionTime", TIME),
            plain(5, "reason", STRING),
            plain(6, "message", STRING));

    private static final Message NAMESPACE = Message.of(
            nested(1, "metadata", OBJECT_META),
            nested(2, "spec", Message.of(texts(1, "finalizers"))),
            nested(3, "status", Message.of(plain(1, "phase", STRING), list(2, "conditions", NAMESPACE_CONDITION))));

    private static final Message SECRET = Message.of(
            nested(1, "metadata", OBJECT_META),
            map(2, "data", BYTES),
            plain(3, "type", STRING),
            map(4, "stringData", STRING),
            optional(5, "immutable", BOOLEAN));

    private static final Message CONFIG_MAP = Message.of(
            nested(1, "metadata", OBJECT_META),
            map(2, "data", STRING),
            map(3, "binaryData", BYTES),
            optional(4, "immutable", BOOLEAN));

    private static final Message OBJECT_REFERENCE = Message.of(
            plain(1, "kind", STRING),
            plain(2, "namespace", STRING),
            plain(3, "name", STRING),
            plain(4, "uid", STRING),
            plain(5, "apiVersion", STRING),
            plain(6, "resourceVersion", STRING),
            plain(7, "fieldPath", STRING));

    private static final Message SERVICE_ACCOUNT = Message.of(
            nested(1, "metadata", OBJECT_META),
            list(2, "secrets", OBJECT_REFERENCE),
            list(3, "imagePullSecrets", Message.of(plain(1, "name", STRING))),
            optional(4, "automountServiceAccountToken", BOOLEAN));

    private static final Message EVENT = Message.of(
            nested(1, "metadata", OBJECT_META),
            nested(2, "involvedObject", OBJECT_REFERENCE),
            plain(3, "reason", STRING),
            plain(4, "message", STRING),
            nested(5, "source", Message.of(plain(1, "component", STRING), plain(2, "host", STRING))),
            plain(6, "firstTimestamp", TIME),
            plain(7, "lastTimestamp", TIME),
            plain(8, "count", INTEGER),
            plain(9, "type", STRING),
            plain(10, "eventTime", MICRO_TIME),
            nested(11, "series", Message.of(plain(1, "count", INTEGER), plain(2, "lastObservedTime", MICRO_TIME))),
            plain(12, "action", STRING),
            nested(13, "related", OBJECT_REFERENCE),
            plain(14, "reportingComponent", STRING),
            plain(15, "reportingInstance", STRING));

    private static final Message NEWER_EVENT = Message.of(
            nested(1, "metadata", OBJECT_META),
            plain(2, "eventTime", MICRO_TIME),
            nested(3, "series", Message.of(plain(1, "count", INTEGER), plain(2, "lastObservedTime", MICRO_TIME))),
            plain(4, "reportingController", STRING),
            plain(5, "reportingInstance", STRING),
            plain(6, "action", STRING),
            plain(7, "reason", STRING),
            nested(8, "regarding", OBJECT_REFERENCE),
            nested(9, "related", OBJECT_REFERENCE),
            plain(10, "note", STRING),
            plain(11, "type", STRING),
            nested(12, "deprecatedSource", Message.of(plain(1, "component", STRING), plain(2, "host", STRING))),
            plain(13, "deprecatedFirstTimestamp", TIME),
            plain(14, "deprecatedLastTimestamp", TIME),
            plain(15, "deprecatedCount", INTEGER));

    private static final Message SCOPE =
            Message.of(plain(1, "scopeName", STRING), plain(2, "operator", STRING), texts(3, "values"));

    private static final Message RESOURCE_QUOTA = Message.of(
            nested(1, "metadata", OBJECT_META),
            nested(
                    2,
                    "spec",
                    Message.of(
                            map(1, "hard", QUANTITY),
                            texts(2, "scopes"),
                            nested(3, "scopeSelector", Message.of(list(1, "matchExpressions", SCOPE))))),
            nested(3, "status", Message.of(map(1, "hard", QUANTITY), map(2, "used", QUANTITY))));

    private static final Message LEASE_SPEC = Message.of(
            optional(1, "holderIdentity", STRING),
            optional(2, "leaseDurationSeconds", INTEGER),
            optional(3, "acquireTime", MICRO_TIME),
            optional(4, "renewTime", MICRO_TIME),
            optional(5, "leaseTransitions", INTEGER),
            optional(6, "strategy", STRING),
            optional(7, "preferredHolder", STRING));

    private static final Message LEASE = Message.of(nested(1, "metadata", OBJECT_META), nested(2, "spec", LEASE_SPEC));

    private static final Message DELETE_OPTIONS = Message.of(
            optional(1, "gracePeriodSeconds", INTEGER),
            nested(2, "preconditions", Message.of(optional(1, "uid", STRING), optional(2, "resourceVersion", STRING))),
            optional(3, "orphanDependents", BOOLEAN),
            optional(4, "propagationPolicy", STRING),
            texts(5, "dryRun"),
            optional(6, "ignoreStoreReadErrorWithClusterBreakingPotential", BOOLEAN));

    private static final Map<String, Message> BY_TYPE = Map.of(
            "v1 Namespace", NAMESPACE,
            "v1 Secret", SECRET,
            "v1 ConfigMap", CONFIG_MAP,
            "v1 ServiceAccount", SERVICE_ACCOUNT,
            "v1 Event", EVENT,
            "v1 ResourceQuota", RESOURCE_QUOTA,
            "events.k8s.io/v1 Event", NEWER_EVENT,
            "coordination.k8s.io/v1 Lease", LEASE);

    private KubernetesMessages() {}

    /** Null for kinds that are not read. */
    static @Nullable Message find(String apiVersion, String kind) {
        if (kind.equals(DELETE_OPTIONS_KIND)) {
            return DELETE_OPTIONS;
        }
        String type = apiVersion + " " + kind;
        return Stream.of(BY_TYPE, AccessMessages.BY_TYPE, WebhookMessages.BY_TYPE)
                .map(messages -> messages.get(type))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
