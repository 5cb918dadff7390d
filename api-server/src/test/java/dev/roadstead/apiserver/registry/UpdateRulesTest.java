package dev.roadstead.apiserver.registry;

import static dev.roadstead.apiserver.registry.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import org.junit.jupiter.api.Test;

class UpdateRulesTest {
    private static final Target WIDGET = Samples.widget("a");
    private static final ObjectNode CURRENT = json("""
            {'apiVersion': 'test.dev/v1', 'kind': 'Widget',
             'metadata': {'name': 'a', 'namespace': 'ns', 'uid': 'u1', 'resourceVersion': '7', 'generation': 3,
                          'creationTimestamp': '2026-01-01T00:00:00Z', 'labels': {'x': '1'}},
             'spec': {'size': 1}, 'status': {'phase': 'Ready'}}""");

    @Test
    void createReplacesWhateverTheClientWroteIntoTheServersFields() {
        ObjectNode body = CURRENT.deepCopy();
        Metadata.of(body).put("selfLink", "x").put("deletionTimestamp", "x").putArray("managedFields");

        ObjectNode created = UpdateRules.prepareForCreate(WIDGET, body, "u2", Samples.NOW);

        assertThat(created).isEqualTo(json("""
                {'apiVersion': 'test.dev/v1', 'kind': 'Widget',
                 'metadata': {'name': 'a', 'namespace': 'ns', 'uid': 'u2', 'generation': 1,
                              'creationTimestamp': '2026-11-21T10:00:00Z', 'labels': {'x': '1'}},
                 'spec': {'size': 1}}"""));
        assertThat(body.at("/metadata/uid").asText())
                .as("the argument is not modified")
                .isEqualTo("u1");
    }

    @Test
    void kindWithoutGenerationAndStatusGetsNoneAndKeepsAll() {
        ObjectNode body = json("{'metadata': {'name': 'a'}, 'data': {'k': 'v'}, 'status': {'s': 1}}");

        ObjectNode created = UpdateRules.prepareForCreate(Samples.configMap("a"), body, "u2", Samples.NOW);

        assertThat(created.at("/metadata/generation").isMissingNode()).isTrue();
        assertThat(created.at("/status/s").asInt()).isEqualTo(1);
    }

    @Test
    void updateKeepsIdentityAndStatus() {
        ObjectNode proposed = json("""
                {'apiVersion': 'test.dev/v1', 'kind': 'Widget',
                 'metadata': {'name': 'a', 'uid': 'u1', 'generation': 99, 'creationTimestamp': null,
                              'deletionTimestamp': '2026-01-01T00:00:00Z', 'labels': {'x': '2'}},
                 'spec': {'size': 1}, 'status': {'phase': 'Forged'}}""");

        ObjectNode next = UpdateRules.prepareForUpdate(WIDGET, CURRENT, proposed);

        ObjectNode expected = CURRENT.deepCopy();
        ((ObjectNode) Metadata.of(expected).get("labels")).put("x", "2");
        assertThat(next).isEqualTo(expected);
    }

    @Test
    void statusUpdateTakesTheStatusAlone() {
        ObjectNode proposed = json("{'metadata': {'labels': {}}, 'spec': {'size': 9}, 'status': {'phase': 'New'}}");

        ObjectNode next = UpdateRules.prepareForStatusUpdate(CURRENT, proposed);

        ObjectNode expected = CURRENT.deepCopy();
        ((ObjectNode) expected.get("status")).put("phase", "New");
        assertThat(next).isEqualTo(expected);
    }

    @Test
    void generationCountsChangesOutsideMetadataAndStatus() {
        assertThat(generationAfter("/metadata", "{'name': 'a', 'generation': 3, 'labels': {}}"))
                .isEqualTo(3);
        assertThat(generationAfter("/status", "{'phase': 'New'}")).isEqualTo(3);
        assertThat(generationAfter("/spec", "{'size': 1.0}"))
                .as("the same number")
                .isEqualTo(3);
        assertThat(generationAfter("/spec", "{'size': 2}")).isEqualTo(4);
        assertThat(generationAfter("/extra", "{}")).isEqualTo(4);
    }

    @Test
    void newTimesOfTheSameOwnersAreNoChange() {
        ObjectNode stored = CURRENT.deepCopy();
        Metadata.of(stored).set("managedFields", owners("2026-01-01T00:00:00Z"));
        ArrayNode later = owners("2026-02-02T00:00:00Z");

        ObjectNode same = CURRENT.deepCopy();
        UpdateRules.setManagedFields(stored, same, later);
        ObjectNode changed = CURRENT.deepCopy();
        changed.set("spec", json("{'size': 2}"));
        UpdateRules.setManagedFields(stored, changed, later);

        assertThat(same).isEqualTo(stored);
        assertThat(changed.at("/metadata/managedFields")).isEqualTo(later);
    }

    @Test
    void objectThatNobodyOwnsHasNoManagedFields() {
        ObjectNode next = CURRENT.deepCopy();

        UpdateRules.setManagedFields(CURRENT, next, CURRENT.arrayNode());

        assertThat(next).isEqualTo(CURRENT);
    }

    private static ArrayNode owners(String time) {
        return (ArrayNode) json("{'e': [{'manager': 'm', 'operation': 'Update', 'apiVersion': 'test.dev/v1', 'time': '"
                        + time + "', 'fieldsType': 'FieldsV1', 'fieldsV1': {'f:spec': {}}}]}")
                .get("e");
    }

    private static int generationAfter(String pointer, String value) {
        ObjectNode next = CURRENT.deepCopy();
        next.set(pointer.substring(1), json(value));
        UpdateRules.countGeneration(WIDGET.definition(), CURRENT, next);
        return next.at("/metadata/generation").asInt();
    }

    @Test
    void preconditionsOfAnUpdate() {
        assertThatCode(() -> check(WIDGET, "{'metadata': {'resourceVersion': '7', 'uid': 'u1'}}"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(WIDGET, "{'metadata': {'resourceVersion': '6'}}"))
                .hasMessage("Operation cannot be fulfilled on widgets.test.dev \"a\": the object has been modified;"
                        + " please apply your changes to the latest version and try again");
        assertThatThrownBy(() -> check(WIDGET, "{'metadata': {'resourceVersion': '7', 'uid': 'u2'}}"))
                .hasMessageContaining("UID in precondition: u2, UID in object meta: u1");
        assertThatThrownBy(() -> check(WIDGET, "{'metadata': {}}"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("metadata.resourceVersion: Invalid value: 0x0: must be specified for an update");
        assertThatCode(() -> check(Samples.configMap("a"), "{'metadata': {}}"))
                .as("core kinds may be updated unconditionally")
                .doesNotThrowAnyException();
    }

    private static void check(Target target, String proposed) {
        UpdateRules.checkPreconditions(target, CURRENT, json(proposed));
    }

    @Test
    void finalizersCanOnlyGoWhileDeleting() {
        ObjectNode deleting = CURRENT.deepCopy();
        Metadata.of(deleting)
                .put("deletionTimestamp", "2026-01-01T00:00:00Z")
                .putArray("finalizers")
                .add("a/b");

        assertThatThrownBy(() -> UpdateRules.prepareForUpdate(
                        WIDGET, deleting, json("{'metadata': {'finalizers': ['a/b', 'c/d']}}")))
                .hasMessageContaining("no new finalizers can be added if the object is being deleted")
                .hasMessageContaining("[c/d]");
        assertThatCode(() -> UpdateRules.prepareForUpdate(WIDGET, deleting, json("{'metadata': {}}")))
                .doesNotThrowAnyException();
    }
}
