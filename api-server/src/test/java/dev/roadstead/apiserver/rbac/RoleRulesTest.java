package dev.roadstead.apiserver.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of roles that the server itself keeps: those that are aggregated, and the defaults. */
class RoleRulesTest {
    @Test
    void aggregatedRoleHasTheRulesOfTheRolesThatItSelects() {
        ObjectNode all = yaml("""
                metadata: {name: all, labels: {pick: "yes"}}
                aggregationRule:
                  clusterRoleSelectors:
                    - matchLabels: {pick: "yes"}
                    - matchExpressions: [{key: tier, operator: In, values: [a, b]}]
                rules: [{verbs: [old]}]
                """);
        ObjectNode picked =
                yaml("{metadata: {name: z, labels: {pick: 'yes'}}, rules: [{verbs: [get]}, {verbs: [list]}]}");
        ObjectNode tier = yaml("{metadata: {name: a, labels: {tier: b}}, rules: [{verbs: [watch]}, {verbs: [get]}]}");
        ObjectNode other = yaml("{metadata: {name: o, labels: {tier: c}}, rules: [{verbs: ['*']}]}");
        ObjectNode plain = yaml("{metadata: {name: p}}");

        assertThat(RoleAggregator.aggregate(all, List.of(tier, all, other, plain, picked)))
                .isEqualTo(yaml("{rules: [{verbs: [watch]}, {verbs: [get]}, {verbs: [list]}]}")
                        .path("rules"));
    }

    @Test
    void defaultsAreCompletedAndWhatWasAddedToThemStays() {
        ObjectNode wanted = yaml("""
                metadata: {name: r, labels: {l: "1"}, annotations: {rbac.authorization.kubernetes.io/autoupdate: "true"}}
                rules: [{apiGroups: [""], resources: [a, b], verbs: [get]}]
                subjects: [{kind: Group, name: g}]
                """);
        ObjectNode present = yaml("""
                metadata: {name: r, labels: {mine: "2"}}
                rules: [{apiGroups: [""], resources: [a, own], verbs: [get]}]
                subjects: [{kind: User, name: u}]
                """);

        ObjectNode completed = DefaultRoles.complete(present, wanted);

        assertThat(completed).isEqualTo(yaml("""
                metadata:
                  name: r
                  labels: {mine: "2", l: "1"}
                  annotations: {rbac.authorization.kubernetes.io/autoupdate: "true"}
                rules:
                  - {apiGroups: [""], resources: [a, own], verbs: [get]}
                  - {apiGroups: [""], resources: [a, b], verbs: [get]}
                subjects: [{kind: User, name: u}, {kind: Group, name: g}]
                """));
        assertThat(DefaultRoles.complete(completed, wanted)).isEqualTo(completed);
    }

    @Test
    void defaultThatIsNotToBeUpdatedIsLeftAlone() {
        ObjectNode wanted = yaml("{metadata: {name: r}, rules: [{apiGroups: [''], resources: [a], verbs: [get]}]}");
        ObjectNode present = yaml(
                "{metadata: {name: r, annotations: {rbac.authorization.kubernetes.io/autoupdate: 'false'}}, rules: []}");

        assertThat(DefaultRoles.complete(present, wanted)).isEqualTo(present);
    }

    private static ObjectNode yaml(String text) {
        return (ObjectNode) DocumentReader.read(text.getBytes(StandardCharsets.UTF_8), DocumentReader.Format.YAML);
    }
}
