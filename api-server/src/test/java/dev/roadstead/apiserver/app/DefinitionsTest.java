package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.testkit.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Definitions that users bring, from their acceptance to their end. */
@ExtendWith(RunningServer.class)
final class DefinitionsTest {
    private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private final TestApi api;

    DefinitionsTest(TestApi api) {
        this.api = api;
    }

    private static String crd(String plural, String kind, String versions) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %1$s.defs.example.com}
                spec:
                  group: defs.example.com
                  scope: Cluster
                  names: {plural: %1$s, kind: %2$s}
                  versions: %3$s
                """.formatted(plural, kind, versions);
    }

    private static String version(String name, boolean storage, String schema) {
        return "{name: %s, served: true, storage: %s, schema: {openAPIV3Schema: %s}}".formatted(name, storage, schema);
    }

    private static String condition(JsonNode crd, String type) {
        for (JsonNode condition : crd.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText() + " "
                        + condition.path("reason").asText();
            }
        }
        return "";
    }

    @Test
    void rulesInCelAreEnforcedOnCreationAndChange() {
        String schema = """
                {type: object, properties: {spec: {type: object, properties: {min: {type: integer}, max: {type: integer}, color: {type: string, x-kubernetes-validations: [{rule: self == oldSelf, message: is immutable}]}}, x-kubernetes-validations: [{rule: self.min <= self.max, messageExpression: "'min is above ' + string(self.max)", fieldPath: .min}]}}}""";
        api.postYaml(CRDS, crd("ranges", "Range", "[" + version("v1", true, schema) + "]"))
                .expect(201);
        String path = "/apis/defs.example.com/v1/ranges";
        String range =
                "{apiVersion: defs.example.com/v1, kind: Range, metadata: {name: r}, spec: {min: %d, max: 5, color: red}}";

        TestApi.Answer refused = api.postYaml(path, range.formatted(7)).expect(422);
        assertThat(refused.at("/message").asText())
                .isEqualTo(
                        "Range.defs.example.com \"r\" is invalid: spec.min: Invalid value: \"object\": min is above 5");
        api.postYaml(path, range.formatted(1)).expect(201);
        TestApi.Answer changed =
                api.mergePatch(path + "/r", "{\"spec\": {\"color\": \"blue\"}}").expect(422);
        assertThat(changed.at("/details/causes/0/message").asText())
                .isEqualTo("Invalid value: \"string\": is immutable");
        api.mergePatch(path + "/r", "{\"spec\": {\"max\": 6}}").expect(200);
    }

    @Test
    void whatIsOlderThanAStricterSchemaCanBeWorkedOnAndDeleted() {
        String schema = "{type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}";
        api.postYaml(CRDS, crd("boxes", "Box", "[" + version("v1", true, schema) + "]"))
                .expect(201);
        String path = "/apis/defs.example.com/v1/boxes";
        api.postYaml(path, """
                {apiVersion: defs.example.com/v1, kind: Box, metadata: {name: b, finalizers: [test.dev/b]}, spec: {size: 7}}""").expect(201);
        api.patch(
                        CRDS + "/boxes.defs.example.com",
                        "application/json-patch+json",
                        "[{\"op\": \"add\", \"path\": \"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/size/maximum\", \"value\": 3}]")
                .expect(200);
        Eventually.eventually(() -> assertThat(api.mergePatch(path + "/b?dryRun=All", "{\"spec\": {\"size\": 8}}")
                        .status())
                .isEqualTo(422));

        api.mergePatch(path + "/b", "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}")
                .expect(200);
        api.delete(path + "/b").expect(200);
        api.mergePatch(path + "/b", "{\"metadata\": {\"finalizers\": null}}").expect(200);
        api.get(path + "/b").expect(404);
    }

    @Test
    void aRuleThatDoesNotCompileIsRefusedWithItsPlace() {
        String schema =
                "{type: object, properties: {spec: {type: object, x-kubernetes-validations: [{rule: self.nosuch}]}}}";

        TestApi.Answer refused = api.postYaml(CRDS, crd("bads", "Bad", "[" + version("v1", true, schema) + "]"))
                .expect(422);

        assertThat(refused.at("/details/causes/0/field").asText())
                .isEqualTo("spec.versions[0].schema.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule");
        assertThat(refused.at("/details/causes/0/message").asText()).contains("undefined field 'nosuch'");
    }

    @Test
    void aNameThatIsTakenIsRefusedInConditionsUntilItIsFree() {
        String versions = "[" + version("v1", true, "{type: object}") + "]";
        ObjectNode winner =
                api.postYaml(CRDS, crd("firsts", "Same", versions)).expect(201).json();
        ObjectNode loser =
                api.postYaml(CRDS, crd("seconds", "Same", versions)).expect(201).json();

        assertThat(condition(winner, "Established")).isEqualTo("True InitialNamesAccepted");
        assertThat(condition(loser, "NamesAccepted")).isEqualTo("False SingularConflict");
        assertThat(condition(loser, "Established")).isEqualTo("False NotAccepted");
        assertThat(loser.at("/status/acceptedNames/plural").asText()).isEqualTo("seconds");
        assertThat(loser.at("/status/acceptedNames").has("kind")).isFalse();
        api.get("/apis/defs.example.com/v1/seconds").expect(404);

        api.delete(CRDS + "/firsts.defs.example.com").expect(200);
        Eventually.eventually(() -> assertThat(
                        condition(api.get(CRDS + "/seconds.defs.example.com").json(), "Established"))
                .isEqualTo("True InitialNamesAccepted"));
        Eventually.eventually(() -> api.get("/apis/defs.example.com/v1/seconds").expect(200));
    }

    @Test
    void versionsAreServedSideBySideAndADeprecatedOneWarns() {
        String older = version("v1beta1", false, "{type: object}").replace("served", "deprecated: true, served");
        api.postYaml(CRDS, crd("olds", "Old", "[" + older + ", " + version("v1", true, "{type: object}") + "]"))
                .expect(201);

        TestApi.Answer created = api.postYaml(
                        "/apis/defs.example.com/v1beta1/olds",
                        "{apiVersion: defs.example.com/v1beta1, kind: Old, metadata: {name: o}}")
                .expect(201);
        assertThat(created.response().headers().allValues("Warning"))
                .containsExactly("299 - \"defs.example.com/v1beta1 Old is deprecated\"");
        TestApi.Answer read = api.get("/apis/defs.example.com/v1/olds/o").expect(200);
        assertThat(read.response().headers().allValues("Warning")).isEmpty();
        assertThat(read.at("/apiVersion").asText()).isEqualTo("defs.example.com/v1");
    }

    @Test
    void aVersionInWhichObjectsMayBeStoredCannotBeDropped() {
        String path = CRDS + "/moves.defs.example.com";
        api.postYaml(CRDS, crd("moves", "Move", "[" + version("v1", true, "{type: object}") + "]"))
                .expect(201);

        TestApi.Answer refused = api.mergePatch(path, """
                {"spec": {"versions": [{"name": "v2", "served": true, "storage": true,
                 "schema": {"openAPIV3Schema": {"type": "object"}}}]}}""").expect(422);
        assertThat(refused.at("/details/causes/0/field").asText()).isEqualTo("status.storedVersions[0]");
        api.mergePatch(path, "{\"spec\": {\"scope\": \"Namespaced\"}}").expect(422);
    }

    /** Else who watches would wait for changes that cannot come. */
    @Test
    void aWatchEndsWithItsKindOrVersion() throws Exception {
        String versions =
                "[" + version("v1", true, "{type: object}") + ", " + version("v2", false, "{type: object}") + "]";
        api.postYaml(CRDS, crd("birds", "Bird", versions)).expect(201);
        try (TestWatch first = api.watch("/apis/defs.example.com/v1/birds?watch=true");
                TestWatch second = api.watch("/apis/defs.example.com/v2/birds?watch=true")) {
            api.patch(
                            CRDS + "/birds.defs.example.com",
                            "application/json-patch+json",
                            "[{\"op\": \"replace\", \"path\": \"/spec/versions/0/served\", \"value\": false}]")
                    .expect(200);
            first.expectEnd();

            api.postYaml(
                            "/apis/defs.example.com/v2/birds",
                            "{apiVersion: defs.example.com/v2, kind: Bird, metadata: {name: b}}")
                    .expect(201);
            second.next("ADDED", "b");
            api.delete("/apis/defs.example.com/v2/birds/b").expect(200);
            second.next("DELETED", "b");
            api.delete(CRDS + "/birds.defs.example.com").expect(200);
            second.expectEnd();
        }
    }

    @Test
    void instancesGoWithADefinitionThatIsNoLongerServed() {
        String path = CRDS + "/gones.defs.example.com";
        api.postYaml(CRDS, crd("gones", "Gone", "[" + version("v1", true, "{type: object}") + "]"))
                .expect(201);
        api.postYaml(
                        "/apis/defs.example.com/v1/gones",
                        "{apiVersion: defs.example.com/v1, kind: Gone, metadata: {name: g, finalizers: [a.b/c]}}")
                .expect(201);
        api.patch(
                        path,
                        "application/json-patch+json",
                        "[{\"op\": \"replace\", \"path\": \"/spec/versions/0/served\", \"value\": false}]")
                .expect(200);

        assertThat(condition(api.delete(path).expect(200).json(), "Terminating"))
                .isEqualTo("True InstanceDeletionInProgress");
        api.patch(
                        path,
                        "application/json-patch+json",
                        "[{\"op\": \"replace\", \"path\": \"/spec/versions/0/served\", \"value\": true}]")
                .expect(200);
        api.mergePatch("/apis/defs.example.com/v1/gones/g", "{\"metadata\": {\"finalizers\": null}}")
                .expect(200);
        Eventually.eventually(() -> api.get(path).expect(404));
    }
}
