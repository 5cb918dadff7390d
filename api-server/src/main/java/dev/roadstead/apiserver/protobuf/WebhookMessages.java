package dev.roadstead.apiserver.protobuf;

import static dev.roadstead.apiserver.protobuf.AccessMessages.LABEL_SELECTOR;
import static dev.roadstead.apiserver.protobuf.KubernetesMessages.OBJECT_META;
import static dev.roadstead.apiserver.protobuf.Message.Scalar.BYTES;
import static dev.roadstead.apiserver.protobuf.Message.Scalar.INTEGER;
import static dev.roadstead.apiserver.protobuf.Message.Scalar.STRING;
import static dev.roadstead.apiserver.protobuf.Message.inlined;
import static dev.roadstead.apiserver.protobuf.Message.list;
import static dev.roadstead.apiserver.protobuf.Message.nested;
import static dev.roadstead.apiserver.protobuf.Message.optional;
import static dev.roadstead.apiserver.protobuf.Message.plain;
import static dev.roadstead.apiserver.protobuf.Message.texts;

import dev.roadstead.apiserver.protobuf.Message.Field;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The configurations of webhooks. Numbers and names are those of {@code generated.proto} in k8s.io/api
 * (admissionregistration/v1).
 */
final class WebhookMessages {
    private static final Message CLIENT_CONFIG = Message.of(
            nested(
                    1,
                    "service",
                    Message.of(
                            plain(1, "namespace", STRING),
                            plain(2, "name", STRING),
                            optional(3, "path", STRING),
                            optional(4, "port", INTEGER))),
            plain(2, "caBundle", BYTES),
            optional(3, "url", STRING));

    private static final Message RULE = Message.of(
            texts(1, "operations"),
            inlined(
                    2,
                    "rule",
                    Message.of(
                            texts(1, "apiGroups"),
                            texts(2, "apiVersions"),
                            texts(3, "resources"),
                            optional(4, "scope", STRING))));

    private static final Message CONDITION = Message.of(plain(1, "name", STRING), plain(2, "expression", STRING));

    private static final Message MUTATING = webhook(
            optional(10, "reinvocationPolicy", STRING),
            nested(11, "objectSelector", LABEL_SELECTOR),
            list(12, "matchConditions", CONDITION));

    private static final Message VALIDATING =
            webhook(nested(10, "objectSelector", LABEL_SELECTOR), list(11, "matchConditions", CONDITION));

    static final Map<String, Message> BY_TYPE = Map.of(
            "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration", configuration(MUTATING),
            "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration", configuration(VALIDATING));

    private WebhookMessages() {}

    /** The two kinds have the same numbers up to 9. */
    private static Message webhook(Field... more) {
        Stream<Field> common = Stream.of(
                plain(1, "name", STRING),
                nested(2, "clientConfig", CLIENT_CONFIG),
                list(3, "rules", RULE),
                optional(4, "failurePolicy", STRING),
                nested(5, "namespaceSelector", LABEL_SELECTOR),
                optional(6, "sideEffects", STRING),
                optional(7, "timeoutSeconds", INTEGER),
                texts(8, "admissionReviewVersions"),
                optional(9, "matchPolicy", STRING));
        return Message.of(Stream.concat(common, Stream.of(more)).toArray(Field[]::new));
    }

    private static Message configuration(Message webhook) {
        return Message.of(nested(1, "metadata", OBJECT_META), list(2, "webhooks", webhook));
    }
}
