package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.People;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate.EnvVar;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Project;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an Application has from its namespace: variables of a Project, and whether it may run at all. */
class InheritedTest {
    private static final Project SHOP = People.project("acme", "shop", """
            {variables: [{name: A, value: project}, {name: B, value: project}, {name: C, value: project}],
             environments: [{name: qa, variables: [{name: B, value: qa}, {name: C, value: qa}]}]}""");

    @Test
    void anEnvironmentsVariablesComeBeforeTheProjectsAndTheApplicationsOwnBeforeBoth() {
        assertThat(env(namespace("qa", "uid-shop"), SHOP))
                .containsExactly(Map.entry("A", "project"), Map.entry("B", "qa"), Map.entry("C", "own"));
        assertThat(env(namespace(null, "uid-shop"), SHOP))
                .containsExactly(Map.entry("A", "project"), Map.entry("B", "project"), Map.entry("C", "own"));
    }

    @Test
    void aNamespaceThatOnlyCarriesTheLabelsInheritsNothing() {
        assertThat(env(namespace("qa", "uid-of-another"), SHOP)).containsExactly(Map.entry("C", "own"));
        assertThat(env(namespace("qa", null), SHOP)).containsExactly(Map.entry("C", "own"));
        assertThat(env(namespace("qa", "uid-shop"), null)).containsExactly(Map.entry("C", "own"));
    }

    @Test
    void allIsStoppedWhileItIsSuspendedAndRunsAgainAfterwards() {
        Fleet fleet = new Fleet(Apps.of(2, "app:1"), Nodes.ready("a"));
        fleet.converge();
        fleet.suspended(true);
        fleet.converge();
        assertThat(fleet.containers())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.spec().desiredState()).isEqualTo(DesiredState.Stopped));
        assertThat(Conditions.find(fleet.plan().status().conditions(), "Ready"))
                .satisfies(ready -> assertThat(String.valueOf(ready)).contains("is suspended"));
        fleet.suspended(false);
        fleet.converge();
        assertThat(fleet.containers())
                .extracting(Container::spec)
                .extracting(Container.Spec::desiredState)
                .containsOnly(DesiredState.Running);
    }

    @Test
    void whatIsMadeWhileItIsSuspendedIsNotStarted() {
        Fleet fleet = new Fleet(Apps.of(2, "app:1"), Nodes.ready("a"));
        fleet.suspended(true);
        fleet.converge();
        assertThat(fleet.containers())
                .allSatisfy(each -> assertThat(each.spec().desiredState()).isEqualTo(DesiredState.Stopped));
    }

    private static Map<String, String> env(Namespace namespace, @Nullable Project project) {
        Application.Spec spec = Apps.of(1, "app:1")
                .template(Templates.image("app:1").withEnv(List.of(new EnvVar("C", "own", null))))
                .spec();
        ObjectMeta metadata = ObjectMeta.toCreate("acme-shop", "web", Map.of(), List.of(), List.of());
        Map<String, String> variables = new TreeMap<>();
        Inherited.variables(new Application(metadata, spec, null), namespace, project)
                .spec()
                .template()
                .env()
                .forEach(each -> variables.put(each.name(), String.valueOf(each.value())));
        return variables;
    }

    private static Namespace namespace(@Nullable String environment, @Nullable String owner) {
        Map<String, String> labels = new HashMap<>(Map.of(Labels.ORGANIZATION, "acme", Labels.PROJECT, "shop"));
        if (environment != null) {
            labels.put(Labels.ENVIRONMENT, environment);
        }
        return new Namespace(ObjectMeta.toCreate(null, "acme-shop", labels, List.of(), List.of())
                .withAnnotations(owner == null ? Map.of() : Map.of(Labels.OWNER_UID, owner)));
    }
}
