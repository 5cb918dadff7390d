package dev.roadstead.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StoredAsTest {
    private static final StoredAs OLDER =
            new StoredAs("events", "v1", Map.of("note", "message", "regarding", "involvedObject"));
    private static final ObjectNode NEWER = TestKinds.yaml("""
            apiVersion: events.k8s.io/v1
            kind: Event
            metadata:
              name: a
              resourceVersion: "7"
              managedFields:
                - manager: m
                  apiVersion: events.k8s.io/v1
                  fieldsType: FieldsV1
                  fieldsV1: {"f:note": {}, "f:regarding": {}, "f:metadata": {"f:labels": {"f:note": {}}}}
            note: It is blue.
            regarding: {kind: Boat, note: inner}
            reason: Painted
            """);

    @Test
    void namesAreOlderWhereItIsStored() {
        assertThat(OLDER.toStored(NEWER)).isEqualTo(TestKinds.yaml("""
                apiVersion: v1
                kind: Event
                metadata:
                  name: a
                  resourceVersion: "7"
                  managedFields:
                    - manager: m
                      apiVersion: v1
                      fieldsType: FieldsV1
                      fieldsV1: {"f:message": {}, "f:involvedObject": {}, "f:metadata": {"f:labels": {"f:note": {}}}}
                message: It is blue.
                involvedObject: {kind: Boat, note: inner}
                reason: Painted
                """));
    }

    @Test
    void whatComesBackIsWhatWasStored() {
        ObjectNode before = NEWER.deepCopy();

        assertThat(OLDER.fromStored(OLDER.toStored(NEWER), "events.k8s.io/v1")).isEqualTo(before);
        assertThat(NEWER).isEqualTo(before);
    }

    @Test
    void pathsLeadToTheOlderNames() {
        assertThat(OLDER.storedPath(".regarding.name")).isEqualTo(".involvedObject.name");
        assertThat(OLDER.storedPath(".note")).isEqualTo(".message");
        assertThat(OLDER.storedPath(".reason")).isEqualTo(".reason");
    }
}
