package dev.roadstead.apiserver.managedfields;

import static dev.roadstead.apiserver.managedfields.Scenes.apply;
import static dev.roadstead.apiserver.managedfields.Scenes.created;
import static dev.roadstead.apiserver.managedfields.Scenes.owned;
import static dev.roadstead.apiserver.managedfields.Scenes.thing;
import static dev.roadstead.apiserver.managedfields.Scenes.update;
import static dev.roadstead.apiserver.managedfields.Scenes.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases of Kubernetes' documentation, "Server-Side Apply". */
class ApplyTest {
    @Test
    void applyToNothingCreatesWhatWasApplied() {
        ObjectNode object = apply("a", null, thing("{size: 1, tags: [x]}"));

        assertThat(object.get("spec")).isEqualTo(yaml("{size: 1, tags: [x]}"));
        assertThat(object.at("/metadata/managedFields")).isEqualTo(yaml("""
                        e: [{manager: a, operation: Apply, apiVersion: test.dev/v1, time: '2026-11-21T10:00:00Z',
                             fieldsType: FieldsV1, fieldsV1: {f:spec: {f:size: {}, f:tags: {'v:"x"': {}}}}}]""").get("e"));
    }

    @Test
    void configurationsOfTwoManagersAreMerged() {
        for (String row : List.of(
                "{size: 1}|{name: n}|{size: 1, name: n}",
                "{env: {A: x}}|{env: {B: y}}|{env: {A: x, B: y}}",
                "{tags: [a, b]}|{tags: [b, c]}|{tags: [a, b, c]}",
                "{tags: [a, b, c]}|{tags: [c, a]}|{tags: [b, c, a]}",
                "{ports: [{port: 1, host: 5}]}|{ports: [{port: 1, name: n}, {port: 2}]}"
                        + "|{ports: [{port: 1, host: 5, name: n}, {port: 2}]}",
                "{ports: [{port: 1}]}|{ports: [{port: 1, protocol: UDP}]}"
                        + "|{ports: [{port: 1}, {port: 1, protocol: UDP}]}",
                "{free: {a: {b: 1}}}|{free: {a: {c: 2}}}|{free: {a: {b: 1, c: 2}}}",
                "{tags: [a]}|{tags: []}|{tags: [a]}",
                "{size: 1}|{size: null}|{size: 1}")) {
            String[] cells = row.split("\\|", -1);
            checkMerge(cells[0], cells[1], cells[2]);
        }
    }

    private static void checkMerge(String first, String second, String merged) {
        ObjectNode object = apply("b", apply("a", null, thing(first)), thing(second));

        assertThat(object.get("spec")).as(first + " + " + second).isEqualTo(yaml(merged));
    }

    @Test
    void fieldsThatAreGivenUpGo() {
        for (String row : List.of(
                "{size: 1, name: n}|{size: 1}|{size: 1}",
                "{size: 1, strategy: {type: x, surge: 2}}|{size: 1, strategy: {type: x}}|{size: 1, strategy: {type: x}}",
                "{size: 1, strategy: {type: x}}|{size: 1}|{size: 1}",
                "{size: 1, env: {A: x, B: y}}|{size: 1, env: {A: x}}|{size: 1, env: {A: x}}",
                "{size: 1, tags: [a, b]}|{size: 1, tags: [b]}|{size: 1, tags: [b]}",
                "{size: 1, ports: [{port: 1}, {port: 2}]}|{size: 1, ports: [{port: 2}]}|{size: 1, ports: [{port: 2}]}",
                "{ports: [{port: 1, host: 3}]}|{ports: [{port: 1}]}|{ports: [{port: 1}]}",
                "{args: [a, b]}|{args: [b]}|{args: [b]}",
                "{free: {a: 1, b: {c: 2}}}|{free: {a: 1}}|{free: {a: 1}}")) {
            String[] cells = row.split("\\|", -1);
            checkGivenUp(cells[0], cells[1], cells[2]);
        }
    }

    private static void checkGivenUp(String first, String second, String left) {
        ObjectNode object = apply("a", apply("a", null, thing(first)), thing(second));

        assertThat(object.get("spec")).as(first + " then " + second).isEqualTo(yaml(left));
    }

    @Test
    void fieldThatIsGivenUpStaysWhenAnotherManagerOwnsItToo() {
        ObjectNode shared = apply("b", apply("a", null, thing("{size: 1, name: n}")), thing("{name: n}"));

        ObjectNode object = apply("a", shared, thing("{size: 1}"));

        assertThat(object.get("spec")).isEqualTo(yaml("{size: 1, name: n}"));
        assertThat(owned(object, "a")).isEqualTo("{\"f:spec\":{\"f:size\":{}}}");
        assertThat(owned(object, "b")).isEqualTo("{\"f:spec\":{\"f:name\":{}}}");
    }

    @Test
    void fieldThatIsGivenUpStaysWhenAnUpdaterOwnsItToo() {
        ObjectNode created = created("u", thing("{size: 1, name: n}"));
        ObjectNode object = apply("a", apply("a", created, thing("{name: n}")), thing("{}"));

        assertThat(object.get("spec")).isEqualTo(yaml("{size: 1, name: n}"));
    }

    @Test
    void labelsOfOthersStayWhenTheLastOfOnesOwnGoes() {
        ObjectNode config = thing("{}");
        ((ObjectNode) config.get("metadata")).putObject("labels").put("mine", "1");
        ObjectNode live = apply("a", null, config);
        ObjectNode other = thing("{}");
        ((ObjectNode) other.get("metadata")).putObject("labels").put("its", "2");

        ObjectNode object = apply("a", apply("b", live, other), thing("{}"));

        assertThat(object.at("/metadata/labels")).isEqualTo(yaml("{its: '2'}"));
        assertThat(object.at("/metadata/name").asText()).isEqualTo("a");
    }

    @Test
    void anotherManagersValueIsAConflict() {
        ObjectNode live = apply("a", null, thing("{size: 1, env: {A: x}}"));

        assertThatThrownBy(() -> apply("b", live, thing("{size: 2}")))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.fault()).isInstanceOf(ApiFault.ApplyConflict.class))
                .hasMessage("Apply failed with 1 conflict: conflict with \"a\": .spec.size");
    }

    @Test
    void conflictsNameEveryManagerAndField() {
        ObjectNode live = created("editor", thing("{size: 1, ports: [{port: 1, host: 2}]}"));
        ObjectNode both = apply("a", live, thing("{name: n}"));

        assertThatThrownBy(() -> apply("b", both, thing("{size: 2, name: m, ports: [{port: 1, host: 3}]}")))
                .hasMessage("""
                        Apply failed with 3 conflicts: conflicts with "a":
                        - .spec.name
                        conflicts with "editor" using test.dev/v1:
                        - .spec.ports[port=1,protocol="TCP"].host
                        - .spec.size""");
    }

    @Test
    void forceTakesTheFieldAndNothingElse() {
        ObjectNode live = apply("a", null, thing("{size: 1, name: n}"));

        ObjectNode object = apply("b", live, thing("{size: 2}"), true);

        assertThat(object.get("spec")).isEqualTo(yaml("{size: 2, name: n}"));
        assertThat(owned(object, "a")).isEqualTo("{\"f:spec\":{\"f:name\":{}}}");
        assertThat(owned(object, "b")).isEqualTo("{\"f:spec\":{\"f:size\":{}}}");
    }

    @Test
    void equalValuesAreShared() {
        ObjectNode object = apply("b", apply("a", null, thing("{size: 1}")), thing("{size: 1}"));

        assertThat(owned(object, "a")).isEqualTo(owned(object, "b")).isNotEmpty();
    }

    @Test
    void atomicListHasOneOwner() {
        ObjectNode live = apply("a", null, thing("{args: [x]}"));

        assertThatThrownBy(() -> apply("b", live, thing("{args: [x, y]}"))).hasMessageContaining(".spec.args");
        assertThat(owned(apply("b", live, thing("{args: [x, y]}"), true), "a")).isEmpty();
    }

    @Test
    void objectThatWasNeverTrackedBelongedToSomebodyBefore() {
        ObjectNode live = thing("{size: 1, name: n}");

        assertThatThrownBy(() -> apply("a", live, thing("{size: 2}")))
                .hasMessage("Apply failed with 1 conflict: conflict with \"before-first-apply\" using test.dev/v1:"
                        + " .spec.size");
        ObjectNode object = apply("a", live, thing("{size: 2}"), true);
        assertThat(owned(object, "before-first-apply")).isEqualTo("{\"f:spec\":{\".\":{},\"f:name\":{}}}");
    }

    @Test
    void statusIsOutOfReachOfTheObjectAndTheObjectOfItsStatus() {
        ObjectNode config = thing("{size: 1}");
        config.putObject("status").put("phase", "Ready");
        ObjectNode live = apply("a", null, config);
        assertThat(live.has("status")).isFalse();

        ObjectNode changed = thing("{size: 9}");
        changed.putObject("status").put("phase", "Ready");
        FieldWriter.Applied applied =
                new FieldWriter(Scenes.KIND, "a", "status", Scenes.NOW).applied(live, changed, false);

        assertThat(applied.object().at("/spec/size").asInt()).isEqualTo(1);
        assertThat(applied.object().at("/status/phase").asText()).isEqualTo("Ready");
        assertThat(applied.managedFields().get(1))
                .isEqualTo(yaml("{manager: a, operation: Apply, apiVersion: test.dev/v1, time: '2026-11-21T10:00:00Z',"
                        + " fieldsType: FieldsV1, fieldsV1: {f:status: {f:phase: {}}}, subresource: status}"));
    }

    @Test
    void itemsThatCannotBeToldApartAreRefused() {
        assertThatThrownBy(() -> AppliedConfig.checkItems(Scenes.KIND, thing("{ports: [{port: 1}, {host: 2}]}")))
                .hasMessage("spec.ports[1]: an item of this list is known by [port, protocol], which must be set");
        assertThatThrownBy(() -> AppliedConfig.checkItems(Scenes.KIND, thing("{tags: [a, b, a]}")))
                .hasMessage("spec.tags: duplicate entries for [[=\"a\"]]");
    }

    @Test
    void kubectlTakesOverWhatItAppliedByItself() {
        ObjectNode live =
                created("kubectl-client-side-apply", lastApplied(thing("{size: 1, name: n}"), "{\"size\":1}"));

        ObjectNode object = apply("kubectl", live, thing("{size: 2}"));

        assertThat(object.at("/spec/size").asInt()).isEqualTo(2);
        assertThat(object.at("/metadata/annotations").toString()).contains("\\\"size\\\":2}}\\n");
        assertThatThrownBy(() -> apply("kubectl", live, thing("{size: 2, name: m}")))
                .as("this one it did not apply")
                .hasMessageEndingWith(": .spec.name");
        assertThatThrownBy(() -> apply("other", live, thing("{size: 2}"))).hasMessageEndingWith(": .spec.size");
    }

    @Test
    void kubectlDoesNotTakeWhatSomebodyChangedSince() {
        ObjectNode created = created("kubectl-client-side-apply", lastApplied(thing("{size: 1}"), "{\"size\":1}"));
        ObjectNode live = update("hpa", created, lastApplied(thing("{size: 7}"), "{\"size\":1}"));

        assertThatThrownBy(() -> apply("kubectl", live, thing("{size: 2}")))
                .hasMessage("Apply failed with 1 conflict: conflict with \"hpa\" using test.dev/v1: .spec.size");
    }

    private static ObjectNode lastApplied(ObjectNode object, String spec) {
        ((ObjectNode) object.get("metadata"))
                .putObject("annotations")
                .put(
                        "kubectl.kubernetes.io/last-applied-configuration",
                        "{\"apiVersion\":\"test.dev/v1\",\"kind\":\"Thing\",\"metadata\":{\"name\":\"a\"},\"spec\":"
                                + spec + "}");
        return object;
    }
}
