package dev.roadstead.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.Admission.Admitted;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.ObjectSchema;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.schema.TestKinds;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class AdmissionTest {
    private final ResourceDefinition application = TestKinds.application();
    private final ResourceDefinition secret = TestKinds.core("secrets");

    @Test
    void fillsInDefaultsAndLeavesTheInputAlone() {
        ObjectNode input = TestKinds.yaml("""
                apiVersion: roadstead.dev/v1
                kind: Application
                metadata: {name: web, creationTimestamp: null}
                spec:
                  replicas: null
                  template:
                    image: busybox
                    ports: [{containerPort: 80.0}]
                    healthCheck: {tcp: {port: 80}}
                """);
        ObjectNode before = input.deepCopy();

        Admitted admitted = Admission.admit(application, input, null, FieldValidation.STRICT);

        assertThat(admitted.object()).isEqualTo(TestKinds.yaml("""
                apiVersion: roadstead.dev/v1
                kind: Application
                metadata: {name: web}
                spec:
                  replicas: 1
                  desiredState: Running
                  template:
                    image: busybox
                    ports: [{containerPort: 80, protocol: TCP}]
                    healthCheck: {tcp: {port: 80}, interval: 10s}
                    resources: {limits: {pids: 512}}
                  strategy: {type: Rolling, progressDeadline: 10s}
                """));
        assertThat(admitted.warnings()).isEmpty();
        assertThat(input).isEqualTo(before);
    }

    @Test
    void keepsWhatTheSchemaLeavesOpen() {
        ObjectNode input = TestKinds.manifest();
        input.withObject("/spec").set("extra", TestKinds.tree("{a: {b: [null, {c: 1}]}}"));
        input.withObject("/spec").putNull("restartedAt");
        input.withObject("/spec")
                .set("embedded", TestKinds.tree("{apiVersion: v1, kind: X, metadata: {name: a, foo: 1}, bar: 2}"));

        Admitted admitted = Admission.admit(application, input, null, FieldValidation.WARN);

        assertThat(admitted.object().at("/spec/extra")).isEqualTo(input.at("/spec/extra"));
        assertThat(admitted.object().at("/spec/restartedAt").isNull()).isTrue();
        assertThat(admitted.object().at("/spec/embedded"))
                .isEqualTo(TestKinds.tree("{apiVersion: v1, kind: X, metadata: {name: a}, bar: 2}"));
        assertThat(admitted.warnings()).containsExactly("unknown field \"spec.embedded.metadata.foo\"");
    }

    /** Kubernetes, x-kubernetes-embedded-resource: apiVersion, kind and metadata are validated. */
    @TestFactory
    Stream<DynamicTest> refusesObjectsInObjectsThatAreNone() {
        return """
            {bar: 2}                                                            | spec.embedded.apiVersion: Required value: must not be empty
            {apiVersion: v1}                                                    | spec.embedded.kind: Required value: must not be empty
            {apiVersion: a/b/v1, kind: X}                                       | spec.embedded.apiVersion: Invalid value: "a/b/v1": must be
            {apiVersion: v1, kind: 'X Y'}                                       | spec.embedded.kind: Invalid value: "X Y": may have mixed case
            {apiVersion: v1, kind: X, metadata: {name: a/b}}                    | spec.embedded.metadata.name: Invalid value: "a/b"
            {apiVersion: v1, kind: X, metadata: {labels: {a: b c}}}             | spec.embedded.metadata.labels: Invalid value: "b c"
            {apiVersion: v1, kind: X, metadata: {annotations: {a b: c}}}        | spec.embedded.metadata.annotations: Invalid value: "a b"
            """.lines()
                .map(row -> row.split(" *\\| *"))
                .map(row -> DynamicTest.dynamicTest(row[0], () -> assertRefusedAsEmbedded(row[0], row[1])));
    }

    private void assertRefusedAsEmbedded(String embedded, String complaint) {
        ObjectNode input = TestKinds.manifest();
        input.withObject("/spec").set("embedded", TestKinds.tree(embedded));

        assertThatThrownBy(() -> Admission.admit(application, input, null, FieldValidation.WARN))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(complaint);
        assertThatCode(() -> Admission.admit(application, input, input, FieldValidation.WARN))
                .as("it was so before")
                .doesNotThrowAnyException();
    }

    /** Clients in Go read no other form. */
    @Test
    void writesTimesOfLeasesAndEventsWithMicroseconds() {
        ObjectNode lease = TestKinds.yaml("""
                {apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: l},
                 spec: {acquireTime: '2026-01-01T00:00:00Z', renewTime: '2026-01-01T02:00:00.1234567+02:00'}}""");
        ObjectNode event = TestKinds.yaml("""
                {apiVersion: v1, kind: Event, metadata: {name: e, namespace: n}, involvedObject: {namespace: n},
                 eventTime: '2026-01-01T02:00:00.000001+02:00', lastTimestamp: '2026-01-01T00:00:00Z',
                 series: {count: 2, lastObservedTime: '2026-01-01T00:00:00.5Z'},
                 reportingComponent: a.dev/b, reportingInstance: i, action: A, reason: R, type: Normal}""");

        assertThat(Admission.admit(TestKinds.core("leases.coordination.k8s.io"), lease, null, FieldValidation.STRICT)
                        .object()
                        .path("spec"))
                .isEqualTo(TestKinds.tree(
                        "{acquireTime: '2026-01-01T00:00:00.000000Z', renewTime: '2026-01-01T00:00:00.123456Z'}"));
        ObjectNode written = Admission.admit(TestKinds.core("events"), event, null, FieldValidation.STRICT)
                .object();
        assertThat(written.path("eventTime").asText()).isEqualTo("2026-01-01T02:00:00.000001+02:00");
        assertThat(written.at("/series/lastObservedTime").asText()).isEqualTo("2026-01-01T00:00:00.500000Z");
        assertThat(written.path("lastTimestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void namesTheBoundThatTheFormatImplies() {
        ObjectSchema schema = ObjectSchema.of(
                TestKinds.yaml("{type: object, properties: {size: {type: integer, format: int32, minimum: 0}}}"));

        assertThat(schema.validate(TestKinds.yaml("{size: 3000000000}"), null))
                .extracting(Cause::message)
                .containsExactly("Invalid value: 3000000000: must be at most 2147483647");
    }

    @Test
    void refusesUnknownFieldsAndSaysWhatMayHaveBeenMeant() {
        ObjectNode input = withUnknownFields();

        assertThatThrownBy(() -> Admission.admit(application, input, null, FieldValidation.STRICT))
                .isInstanceOf(ApiException.class)
                .hasMessage("strict decoding error: unknown field \"spec.template.ports[0].foo\","
                        + " unknown field \"spec.template.imag\" (did you mean \"image\"?), unknown field \"spec.x\"");
    }

    @Test
    void warnsOfUnknownFieldsAndDropsThem() {
        Admitted admitted = Admission.admit(application, withUnknownFields(), null, FieldValidation.WARN);

        assertThat(admitted.warnings())
                .hasSize(3)
                .first()
                .asString()
                .isEqualTo("unknown field \"spec.template.ports[0].foo\"");
        assertThat(admitted.object().at("/spec/x").isMissingNode()).isTrue();
    }

    @Test
    void dropsUnknownFieldsSilentlyWhenAskedTo() {
        assertThat(Admission.admit(application, withUnknownFields(), null, FieldValidation.IGNORE)
                        .warnings())
                .isEmpty();
    }

    @Test
    void foldsTheTextsOfASecretIntoItsData() {
        ObjectNode object = admitted(secret, """
                apiVersion: v1
                kind: Secret
                metadata: {name: db.main}
                data: {user: YQ==, kept: Yg==}
                stringData: {user: admin}
                """, null);

        assertThat(object).isEqualTo(TestKinds.yaml("""
                apiVersion: v1
                kind: Secret
                metadata: {name: db.main}
                data: {user: YWRtaW4=, kept: Yg==}
                type: Opaque
                """));
    }

    @Test
    void neverShowsTheValuesOfASecret() {
        for (String bad : new String[] {
            "data: {password: hunter2!}",
            "data: hunter2",
            "data: {password: {a: hunter2}}",
            "stringData: hunter2",
            "stringData: {password: [hunter2]}",
            "stringData: {ok: x, password: 5, other: [hunter2]}",
        }) {
            String manifest = "{apiVersion: v1, kind: Secret, metadata: {name: a}}\n";
            ObjectNode input = TestKinds.yaml(manifest);
            input.setAll(TestKinds.yaml(bad));
            assertThatThrownBy(() -> Admission.admit(secret, input, null, FieldValidation.WARN))
                    .as(bad)
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("ata")
                    .message()
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void keepsImmutableSecretsAndTheTypeOfAll() {
        ObjectNode old = admitted(
                secret, "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: YQ==}, immutable: true}", null);

        assertThatThrownBy(() -> admitted(
                        secret,
                        "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: Yg==}, immutable: true}",
                        old))
                .hasMessageContaining("data: Forbidden: field is immutable when `immutable` is set");
        assertThatThrownBy(() ->
                        admitted(secret, "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: YQ==}}", old))
                .hasMessageContaining("immutable: Forbidden");
        assertThatThrownBy(() -> admitted(
                        secret,
                        "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: YQ==}, immutable: true, type: other}",
                        old))
                .hasMessageContaining("type: Invalid value: \"other\": field is immutable");
    }

    @Test
    void holdsTheTypesOfSecretsToWhatTheyPromise() {
        for (String[] each : new String[][] {
            {"type: kubernetes.io/tls, data: {tls.crt: YQ==}", "data[tls.key]: Required value"},
            {"type: kubernetes.io/ssh-auth", "data[ssh-privatekey]: Required value"},
            {"type: kubernetes.io/basic-auth", "data[username]: Required value"},
            {
                "type: kubernetes.io/dockerconfigjson, data: {.dockerconfigjson: aHVudGVyMg==}",
                "data[.dockerconfigjson]: Invalid value: must be JSON"
            },
            {"type: kubernetes.io/service-account-token", "kubernetes.io/service-account.name]: Required value"},
        }) {
            String manifest = "{apiVersion: v1, kind: Secret, metadata: {name: a}, " + each[0] + "}";
            assertThatThrownBy(() -> admitted(secret, manifest, null))
                    .as(each[0])
                    .hasMessageContaining(each[1]);
        }
        admitted(
                secret,
                "{apiVersion: v1, kind: Secret, metadata: {name: a}, type: kubernetes.io/basic-auth, data: {password: YQ==}}",
                null);
    }

    @Test
    void bringsNamespacesToLife() {
        ResourceDefinition namespaces = TestKinds.core("namespaces");

        ObjectNode created = admitted(namespaces, "{apiVersion: v1, kind: Namespace, metadata: {name: team-a}}", null);

        assertThat(created).isEqualTo(TestKinds.yaml("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: team-a, labels: {kubernetes.io/metadata.name: team-a}}
                spec: {finalizers: [kubernetes]}
                status: {phase: Active}
                """));
        assertThatThrownBy(
                        () -> admitted(namespaces, "{apiVersion: v1, kind: Namespace, metadata: {name: team.a}}", null))
                .hasMessageContaining("metadata.name: Invalid value: \"team.a\": must be an RFC 1123 label");
    }

    @Test
    void checksDefinitionsOfKinds() {
        ResourceDefinition crds = TestKinds.core("customresourcedefinitions.apiextensions.k8s.io");
        ObjectNode good = TestKinds.applicationCrd();
        Admitted admitted = Admission.admit(crds, good, null, FieldValidation.STRICT);
        assertThat(admitted.object().at("/spec/conversion/strategy").asText()).isEqualTo("None");

        ObjectNode bad = good.deepCopy();
        bad.withObject("/metadata").put("name", "wrong.example.com");
        assertThatThrownBy(() -> Admission.admit(crds, bad, null, FieldValidation.STRICT))
                .hasMessageContaining("metadata.name: Invalid value: \"wrong.example.com\"");
    }

    private static ObjectNode withUnknownFields() {
        ObjectNode input = TestKinds.manifest();
        input.withObject("/spec/template").put("imag", "x");
        ((ObjectNode) input.at("/spec/template/ports/0")).put("foo", 1);
        input.withObject("/spec").put("x", 1);
        return input;
    }

    private static ObjectNode admitted(ResourceDefinition d, String yaml, @Nullable ObjectNode old) {
        return Admission.admit(d, TestKinds.yaml(yaml), old, FieldValidation.STRICT)
                .object();
    }
}
