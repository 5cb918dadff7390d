package dev.roadstead.apiserver.managedfields;

import static dev.roadstead.apiserver.managedfields.Scenes.thing;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FieldsV1Test {
    private static String setBy(ObjectNode object) {
        return FieldsV1.encode(FieldWalk.setBy(Scenes.TYPE, object)).toString();
    }

    private static String everything(ObjectNode object) {
        return FieldsV1.encode(FieldWalk.everything(Scenes.TYPE, object)).toString();
    }

    @Test
    void leavesAreSetAndIdentityIsNot() {
        assertThat(setBy(thing("{size: 1, strategy: {type: a}}")))
                .isEqualTo("{\"f:spec\":{\"f:size\":{},\"f:strategy\":{\"f:type\":{}}}}");
    }

    @Test
    void keysOfMapsAndEmptyObjectsAreSetThemselves() {
        assertThat(setBy(thing("{env: {B: '1', A: '2'}, strategy: {}, free: {x: {y: 1}, z: {}}}")))
                .isEqualTo("{\"f:spec\":{\"f:env\":{\"f:A\":{},\"f:B\":{}},"
                        + "\"f:free\":{\"f:x\":{\".\":{},\"f:y\":{}},\"f:z\":{}},\"f:strategy\":{}}}");
    }

    @Test
    void listsByTheirTypes() {
        assertThat(setBy(thing("{args: [a, b], tags: [b, a], selector: {x: y}, ports: [{port: 80, host: 1}]}")))
                .isEqualTo("{\"f:spec\":{\"f:args\":{},"
                        + "\"f:ports\":{\"k:{\\\"port\\\":80,\\\"protocol\\\":\\\"TCP\\\"}\":"
                        + "{\".\":{},\"f:host\":{},\"f:port\":{}}},"
                        + "\"f:selector\":{},\"f:tags\":{\"v:\\\"a\\\"\":{},\"v:\\\"b\\\"\":{}}}}");
    }

    @Test
    void creatorOwnsTheContainersToo() {
        assertThat(everything(thing("{size: 1, env: {A: x}, tags: [a]}")))
                .isEqualTo("{\"f:metadata\":{},\"f:spec\":{\".\":{},\"f:env\":{\".\":{},\"f:A\":{}},"
                        + "\"f:size\":{},\"f:tags\":{\".\":{},\"v:\\\"a\\\"\":{}}}}");
    }

    @Test
    void nullIsAnAbsenceUnlessTheSchemaAllowsIt() {
        assertThat(setBy(thing("{size: null, name: null}"))).isEqualTo("{\"f:spec\":{\"f:name\":{}}}");
    }

    @Test
    void unknownFieldsAreOwnedByNobody() {
        assertThat(setBy(thing("{size: 1, sise: 2}"))).isEqualTo("{\"f:spec\":{\"f:size\":{}}}");
    }

    @Test
    void listWhoseItemsLackTheirKeysIsOwnedAsAWhole() {
        assertThat(everything(thing("{ports: [{host: 1}]}")))
                .isEqualTo("{\"f:metadata\":{},\"f:spec\":{\".\":{},\"f:ports\":{}}}");
    }

    @Test
    void metadataHasTypesOfItsOwn() {
        ObjectNode object = Scenes.yaml("""
                apiVersion: test.dev/v1
                kind: Thing
                metadata:
                  name: a
                  generateName: x
                  labels: {app: web}
                  finalizers: [a/b]
                  ownerReferences: [{apiVersion: v1, kind: Node, name: n, uid: u-1}]
                """);
        assertThat(setBy(object))
                .isEqualTo("{\"f:metadata\":{\"f:finalizers\":{\"v:\\\"a/b\\\"\":{}},\"f:generateName\":{},"
                        + "\"f:labels\":{\"f:app\":{}},\"f:ownerReferences\":{\"k:{\\\"uid\\\":\\\"u-1\\\"}\":{}}}}");
    }

    @Test
    void whatIsWrittenInCanonicalOrderIsReadAndWrittenUnchanged() {
        for (String text : List.of(
                "{}",
                "{f:a: {}}",
                "{f:a: {.: {}, f:b: {}}}",
                "{f:a: {'k:{\"x\":1,\"y\":\"z\"}': {.: {}, f:b: {}}, 'v:\"s\"': {}, 'v:3': {}, 'i:0': {}}}")) {
            checkRoundTrip(text);
        }
    }

    private static void checkRoundTrip(String text) {
        FieldSet set = Objects.requireNonNull(FieldsV1.parse(Scenes.yaml(text)), text);

        assertThat(FieldsV1.encode(set).toString()).isEqualTo(Scenes.yaml(text).toString());
    }

    @Test
    void keysAreReadInAnyOrder() {
        assertThat(FieldsV1.parse(Scenes.yaml("{'k:{\"b\": 2.0, \"a\": 1}': {}}")))
                .isEqualTo(FieldsV1.parse(Scenes.yaml("{'k:{\"a\":1,\"b\":2}': {}}")));
    }

    @Test
    void whatIsNoPathIsRefused() {
        for (String text : List.of(
                "{a: {}}", "{f:a: 1}", "{'k:x': {}}", "{'k:[]': {}}", "{'i:-1': {}}", "{'v:{': {}}", "{x:a: {}}")) {
            checkRefused(text);
        }
    }

    private static void checkRefused(String text) {
        assertThat(FieldsV1.parse(Scenes.yaml(text))).as(text).isNull();
    }

    @Test
    void pathsReadAsPeopleKnowThem() {
        FieldSet set = Objects.requireNonNull(
                FieldsV1.parse(
                        Scenes.yaml(
                                "{f:spec: {f:ports: {'k:{\"port\":80,\"protocol\":\"TCP\"}': {f:host: {}}}, f:tags: {'v:\"a\"': {}}}}")));

        assertThat(set.paths()).containsExactly(".spec.ports[port=80,protocol=\"TCP\"].host", ".spec.tags[=\"a\"]");
    }
}
