package dev.roadstead.apiserver.managedfields;

import static dev.roadstead.apiserver.managedfields.Scenes.apply;
import static dev.roadstead.apiserver.managedfields.Scenes.created;
import static dev.roadstead.apiserver.managedfields.Scenes.owned;
import static dev.roadstead.apiserver.managedfields.Scenes.thing;
import static dev.roadstead.apiserver.managedfields.Scenes.update;
import static dev.roadstead.apiserver.managedfields.Scenes.writer;
import static dev.roadstead.apiserver.managedfields.Scenes.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateTest {
    @Test
    void updaterOwnsWhatItChangedAndOthersLoseIt() {
        ObjectNode object = update("b", created("a", thing("{size: 1, name: n}")), thing("{size: 2, name: n}"));

        assertThat(owned(object, "a")).isEqualTo("{\"f:spec\":{\".\":{},\"f:name\":{}}}");
        assertThat(owned(object, "b")).isEqualTo("{\"f:spec\":{\"f:size\":{}}}");
    }

    @Test
    void fieldsThatAreRemovedHaveNoOwner() {
        ObjectNode object = update("b", created("a", thing("{size: 1, env: {A: x, B: y}}")), thing("{env: {A: x}}"));

        assertThat(owned(object, "a")).isEqualTo("{\"f:spec\":{\".\":{},\"f:env\":{\".\":{},\"f:A\":{}}}}");
        assertThat(owned(object, "b")).isEmpty();
    }

    @Test
    void appliersLoseWhatAnUpdateTakes() {
        ObjectNode object = update("b", apply("a", null, thing("{size: 1}")), thing("{size: 2}"));

        assertThat(owned(object, "a")).isEmpty();
        assertThat(owned(object, "b")).isEqualTo("{\"f:spec\":{\"f:size\":{}}}");
    }

    @Test
    void writeThatChangesNothingChangesNoOwner() {
        ObjectNode live = created("a", thing("{size: 1}"));

        assertThat(writer("b").updated(live, thing("{size: 1.0}"), null)).isSameAs(live.at("/metadata/managedFields"));
    }

    @Test
    void untrackedObjectStaysUntracked() {
        assertThat(writer("b").updated(thing("{size: 1}"), thing("{size: 2}"), null))
                .isNull();
    }

    @Test
    void singleEmptyEntryResets() {
        ObjectNode live = created("a", thing("{size: 1}"));

        assertThat(writer("b")
                        .updated(live, thing("{size: 1}"), yaml("{e: [{}]}").get("e")))
                .isNull();
    }

    @Test
    void sentEntriesThatSayNothingOrCannotBeReadAreIgnored() {
        for (String text : List.of(
                "[]",
                "7",
                "[{manager: m, operation: Replace, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {f:a: {}}}]",
                "[{manager: m, operation: Update, apiVersion: v1, fieldsType: V2, fieldsV1: {f:a: {}}}]",
                "[{manager: m, operation: Update, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {a: {}}}]",
                "[{manager: m, operation: Update, fieldsType: FieldsV1, fieldsV1: {f:a: {}}}]")) {
            checkIgnored(text);
        }
    }

    private static void checkIgnored(String sent) {
        ObjectNode live = created("a", thing("{size: 1}"));

        assertThat(writer("b")
                        .updated(
                                live,
                                thing("{size: 1}"),
                                yaml("{e: " + sent + "}").get("e")))
                .isSameAs(live.at("/metadata/managedFields"));
    }

    @Test
    void sentEntriesCount() {
        ObjectNode live = created("a", thing("{size: 1}"));
        var sent = yaml("{e: [{manager: m, operation: Apply, apiVersion: test.dev/v1, fieldsType: FieldsV1,"
                + " fieldsV1: {f:spec: {f:size: {}}}}]}");

        assertThat(writer("b").updated(live, thing("{size: 1}"), sent.get("e"))).isEqualTo(sent.get("e"));
    }

    @Test
    void sentManagersMustHaveProperNames() {
        ObjectNode live = created("a", thing("{size: 1}"));
        var sent = yaml("{e: [{manager: " + "m".repeat(129) + ", operation: Apply, apiVersion: test.dev/v1,"
                + " fieldsType: FieldsV1, fieldsV1: {f:spec: {f:size: {}}}}]}");

        assertThatThrownBy(() -> writer("b").updated(live, thing("{size: 1}"), sent.get("e")))
                .hasMessageContaining("metadata.managedFields[0].manager: Too long: may not be more than 128 bytes");
    }

    @Test
    void oldestOfMoreThanTenUpdatersBecomeOne() {
        ObjectNode live = created("m0", thing("{env: {A: '0'}}"));
        for (int i = 1; i <= 13; i++) {
            ObjectNode next = live.deepCopy();
            ((ObjectNode) next.at("/spec/env")).put("K" + i, "x");
            FieldWriter writer = new FieldWriter(Scenes.KIND, "m" + i, "", Scenes.NOW.plus(Duration.ofMinutes(i)));
            live = Scenes.with(next, writer.updated(live, next, null));
        }

        ArrayNode entries = (ArrayNode) live.at("/metadata/managedFields");
        assertThat(entries).hasSize(10);
        assertThat(entries.get(0).path("manager").asText()).isEqualTo("ancient-changes");
        assertThat(entries.get(0).path("time").asText()).isEqualTo("2026-11-21T10:04:00Z");
        assertThat(owned(live, "ancient-changes"))
                .isEqualTo("{\"f:spec\":{\".\":{},\"f:env\":{\".\":{},\"f:A\":{},\"f:K1\":{},\"f:K2\":{},"
                        + "\"f:K3\":{},\"f:K4\":{}}}}");
    }

    @Test
    void managerIsTheFieldManagerOrTheUserAgent() {
        assertThat(ManagerName.of("me", "kubectl/v1.32")).isEqualTo("me");
        assertThat(ManagerName.of("", "kubectl/v1.32 (linux/amd64)")).isEqualTo("kubectl");
        assertThat(ManagerName.of("", "x".repeat(200))).hasSize(128);
        assertThat(ManagerName.of("", "")).isEqualTo("unknown");
    }

    @Test
    void ownersAreTheSameWhenOnlyTimesDiffer() {
        ObjectNode live = created("a", thing("{size: 1}"));
        var later = new FieldWriter(Scenes.KIND, "a", "", Scenes.NOW.plusSeconds(9)).created(thing("{size: 1}"));
        var stored = live.at("/metadata/managedFields");

        assertThat(FieldWriter.sameOwners(stored, later)).isTrue();
        assertThat(FieldWriter.sameOwners(stored, writer("b").created(live))).isFalse();
        assertThat(FieldWriter.sameOwners(stored, writer("a").created(thing("{}"))))
                .isFalse();
    }
}
