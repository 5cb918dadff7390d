package dev.roadstead.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.schema.ResourceDefinition.PrinterColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class CoreKindsTest {
    private final List<ResourceDefinition> kinds = CoreKinds.definitions();

    @Test
    void servesTheKindsOfTheDesign() {
        assertThat(kinds)
                .extracting(kind -> kind.apiVersion() + " " + kind.kind())
                .containsExactlyInAnyOrder(
                        "v1 Namespace",
                        "v1 Secret",
                        "v1 ConfigMap",
                        "v1 Event",
                        "events.k8s.io/v1 Event",
                        "v1 ServiceAccount",
                        "v1 ResourceQuota",
                        "coordination.k8s.io/v1 Lease",
                        "apiextensions.k8s.io/v1 CustomResourceDefinition",
                        "rbac.authorization.k8s.io/v1 Role",
                        "rbac.authorization.k8s.io/v1 ClusterRole",
                        "rbac.authorization.k8s.io/v1 RoleBinding",
                        "rbac.authorization.k8s.io/v1 ClusterRoleBinding",
                        "authentication.k8s.io/v1 TokenReview",
                        "authentication.k8s.io/v1 SelfSubjectReview",
                        "authorization.k8s.io/v1 SubjectAccessReview",
                        "authorization.k8s.io/v1 LocalSubjectAccessReview",
                        "authorization.k8s.io/v1 SelfSubjectAccessReview",
                        "authorization.k8s.io/v1 SelfSubjectRulesReview",
                        "roadstead.dev/v1 AuditEvent",
                        "roadstead.dev/v1 User",
                        "roadstead.dev/v1 Session",
                        "roadstead.dev/v1 ApiKey",
                        "roadstead.dev/v1 Invitation",
                        "roadstead.dev/v1 IdentityProvider",
                        "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration",
                        "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration");
    }

    @Test
    void haveTheColumnsOfKubectl() {
        Map<String, List<String>> columns = kinds.stream()
                .collect(Collectors.toMap(
                        ResourceDefinition::kind,
                        kind -> kind.columns().stream().map(PrinterColumn::name).toList(),
                        CoreKindsTest::alike));
        assertThat(columns)
                .containsEntry("Namespace", List.of("Status", "Age"))
                .containsEntry("Secret", List.of("Type", "Data", "Age"))
                .containsEntry("ConfigMap", List.of("Data", "Age"))
                .containsEntry("Event", List.of("Last Seen", "Type", "Reason", "Object", "Message", "Name"))
                .containsEntry("ServiceAccount", List.of("Secrets", "Age"))
                .containsEntry("Lease", List.of("Holder", "Age"))
                .containsEntry("CustomResourceDefinition", List.of("Created At"))
                .containsEntry("ClusterRole", List.of("Created At"))
                .containsEntry("RoleBinding", List.of("Role", "Age", "Users", "Groups", "ServiceAccounts"));
    }

    @Test
    void haveTheShortNamesOfKubectl() {
        Map<String, List<String>> names = kinds.stream()
                .collect(Collectors.toMap(
                        ResourceDefinition::kind, ResourceDefinition::shortNames, CoreKindsTest::alike));
        assertThat(names)
                .containsEntry("Namespace", List.of("ns"))
                .containsEntry("ConfigMap", List.of("cm"))
                .containsEntry("Event", List.of("ev"))
                .containsEntry("ServiceAccount", List.of("sa"))
                .containsEntry("CustomResourceDefinition", List.of("crd", "crds"));
    }

    /** Of Events there are two. */
    private static List<String> alike(List<String> one, List<String> other) {
        assertThat(one).isEqualTo(other);
        return one;
    }

    @Test
    void countGenerationsOfDefinitionsAndWebhooksOnly() {
        assertThat(kinds)
                .filteredOn(ResourceDefinition::generation)
                .filteredOn(CoreKindsTest::isOfKubernetes)
                .extracting(ResourceDefinition::kind)
                .containsExactly(
                        "CustomResourceDefinition", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration");
    }

    @Test
    void warnAboutUnknownFieldsAsKubernetesDoes() {
        assertThat(kinds)
                .filteredOn(CoreKindsTest::isOfKubernetes)
                .extracting(ResourceDefinition::unknownFields)
                .containsOnly(FieldValidation.WARN);
    }

    /** What deletes by resource would else see each Event twice, and under its other name. */
    @Test
    void areStoredOnceEach() {
        var catalog = new ResourceCatalog(kinds);

        assertThat(catalog.stored()).doesNotHaveDuplicates().hasSize(kinds.size() - 1);
        assertThat(catalog.stored("events"))
                .extracting(ResourceDefinition::apiVersion)
                .isEqualTo("v1");
        assertThat(catalog.stored("events.events.k8s.io")).isNull();
    }

    private static boolean isOfKubernetes(ResourceDefinition kind) {
        return !kind.group().equals("roadstead.dev");
    }

    @Test
    void areStructural() {
        for (ResourceDefinition kind : kinds) {
            List<Cause> causes = new ArrayList<>();
            StructuralRules.check(kind.schema().raw(), FieldPath.ROOT, false, causes);
            assertThat(causes).as(kind.kind()).isEmpty();
        }
    }

    @Test
    void describeEveryTopLevelField() {
        for (ResourceDefinition kind : kinds) {
            kind.schema()
                    .effective()
                    .path("properties")
                    .properties()
                    .forEach(field -> assertThat(
                                    field.getValue().path("description").asText())
                            .as(kind.kind() + "." + field.getKey())
                            .isNotEmpty());
        }
    }
}
