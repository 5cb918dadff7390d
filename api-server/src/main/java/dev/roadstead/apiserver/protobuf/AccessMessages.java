package dev.roadstead.apiserver.protobuf;

import static dev.roadstead.apiserver.protobuf.KubernetesMessages.OBJECT_META;
import static dev.roadstead.apiserver.protobuf.Message.Scalar.INTEGER;
import static dev.roadstead.apiserver.protobuf.Message.Scalar.STRING;
import static dev.roadstead.apiserver.protobuf.Message.list;
import static dev.roadstead.apiserver.protobuf.Message.map;
import static dev.roadstead.apiserver.protobuf.Message.mapOfTexts;
import static dev.roadstead.apiserver.protobuf.Message.nested;
import static dev.roadstead.apiserver.protobuf.Message.optional;
import static dev.roadstead.apiserver.protobuf.Message.plain;
import static dev.roadstead.apiserver.protobuf.Message.texts;

import java.util.Map;

/**
 * The kinds of access control. Numbers and names are those of {@code generated.proto} in k8s.io/api (rbac/v1,
 * authentication/v1, authorization/v1). The status of a review is the server's, and not read.
 */
final class AccessMessages {
    private static final Message POLICY_RULE = Message.of(
            texts(1, "verbs"),
            texts(2, "apiGroups"),
            texts(3, "resources"),
            texts(4, "resourceNames"),
            texts(5, "nonResourceURLs"));

    private static final Message ROLE = Message.of(nested(1, "metadata", OBJECT_META), list(2, "rules", POLICY_RULE));

    private static final Message REQUIREMENT =
            Message.of(plain(1, "key", STRING), plain(2, "operator", STRING), texts(3, "values"));

    static final Message LABEL_SELECTOR =
            Message.of(map(1, "matchLabels", STRING), list(2, "matchExpressions", REQUIREMENT));

    private static final Message CLUSTER_ROLE = Message.of(
            nested(1, "metadata", OBJECT_META),
            list(2, "rules", POLICY_RULE),
            nested(3, "aggregationRule", Message.of(list(1, "clusterRoleSelectors", LABEL_SELECTOR))));

    private static final Message SUBJECT = Message.of(
            plain(1, "kind", STRING),
            plain(2, "apiGroup", STRING),
            plain(3, "name", STRING),
            plain(4, "namespace", STRING));

    private static final Message ROLE_REF =
            Message.of(plain(1, "apiGroup", STRING), plain(2, "kind", STRING), plain(3, "name", STRING));

    private static final Message BINDING = Message.of(
            nested(1, "metadata", OBJECT_META), list(2, "subjects", SUBJECT), nested(3, "roleRef", ROLE_REF));

    private static final Message RESOURCE_ATTRIBUTES = Message.of(
            plain(1, "namespace", STRING),
            plain(2, "verb", STRING),
            plain(3, "group", STRING),
            plain(4, "version", STRING),
            plain(5, "resource", STRING),
            plain(6, "subresource", STRING),
            plain(7, "name", STRING),
            nested(
                    8,
                    "fieldSelector",
                    Message.of(plain(1, "rawSelector", STRING), list(2, "requirements", REQUIREMENT))),
            nested(
                    9,
                    "labelSelector",
                    Message.of(plain(1, "rawSelector", STRING), list(2, "requirements", REQUIREMENT))));

    private static final Message NON_RESOURCE_ATTRIBUTES =
            Message.of(plain(1, "path", STRING), plain(2, "verb", STRING));

    private static final Message SUBJECT_ACCESS_REVIEW = review(Message.of(
            nested(1, "resourceAttributes", RESOURCE_ATTRIBUTES),
            nested(2, "nonResourceAttributes", NON_RESOURCE_ATTRIBUTES),
            plain(3, "user", STRING),
            texts(4, "groups"),
            mapOfTexts(5, "extra"),
            plain(6, "uid", STRING)));

    private static final Message SELF_SUBJECT_ACCESS_REVIEW = review(Message.of(
            nested(1, "resourceAttributes", RESOURCE_ATTRIBUTES),
            nested(2, "nonResourceAttributes", NON_RESOURCE_ATTRIBUTES)));

    private static final Message TOKEN_REQUEST = review(Message.of(
            texts(1, "audiences"),
            nested(
                    3,
                    "boundObjectRef",
                    Message.of(
                            plain(1, "kind", STRING),
                            plain(2, "apiVersion", STRING),
                            plain(3, "name", STRING),
                            plain(4, "uid", STRING))),
            optional(4, "expirationSeconds", INTEGER)));

    static final Map<String, Message> BY_TYPE = Map.ofEntries(
            Map.entry("rbac.authorization.k8s.io/v1 Role", ROLE),
            Map.entry("rbac.authorization.k8s.io/v1 ClusterRole", CLUSTER_ROLE),
            Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", BINDING),
            Map.entry("rbac.authorization.k8s.io/v1 ClusterRoleBinding", BINDING),
            Map.entry("authorization.k8s.io/v1 SubjectAccessReview", SUBJECT_ACCESS_REVIEW),
            Map.entry("authorization.k8s.io/v1 LocalSubjectAccessReview", SUBJECT_ACCESS_REVIEW),
            Map.entry("authorization.k8s.io/v1 SelfSubjectAccessReview", SELF_SUBJECT_ACCESS_REVIEW),
            Map.entry(
                    "authorization.k8s.io/v1 SelfSubjectRulesReview",
                    review(Message.of(plain(1, "namespace", STRING)))),
            Map.entry("authentication.k8s.io/v1 SelfSubjectReview", Message.of(nested(1, "metadata", OBJECT_META))),
            Map.entry(
                    "authentication.k8s.io/v1 TokenReview",
                    review(Message.of(plain(1, "token", STRING), texts(2, "audiences")))),
            Map.entry("authentication.k8s.io/v1 TokenRequest", TOKEN_REQUEST));

    private AccessMessages() {}

    private static Message review(Message spec) {
        return Message.of(nested(1, "metadata", OBJECT_META), nested(2, "spec", spec));
    }
}
