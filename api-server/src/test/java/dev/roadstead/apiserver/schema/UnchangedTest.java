package dev.roadstead.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What was stored before a schema became stricter than it is. */
final class UnchangedTest {
    private static final ObjectSchema SCHEMA = ObjectSchema.of(TestKinds.yaml("""
            type: object
            properties:
              spec:
                type: object
                required: [name]
                maxProperties: 4
                properties:
                  name: {type: string}
                  size: {type: integer, maximum: 3, x-kubernetes-validations: [{rule: self != 9}]}
                  note: {type: string}
                  data: {type: string, format: byte}
                  list: {type: array, maxItems: 2, items: {type: integer, maximum: 3, x-kubernetes-validations: [{rule: self != 2}]}}
                  set: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                  map:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [key]
                    items: {type: object, required: [key], properties: {key: {type: string}, size: {type: integer, maximum: 3}, note: {type: string}}}
                  either:
                    type: object
                    properties: {a: {type: string}, b: {type: string}}
                    anyOf: [{properties: {a: {enum: [x]}}}, {properties: {b: {enum: [y]}}}]
            """));

    @TestFactory
    Stream<DynamicTest> whatAnUpdateLeavesAsItIsIsNotItsFault() {
        return """
            {name: n, size: 5}                              | {name: n, size: 5, note: x}                       | -
            {name: n, size: 5}                              | {name: n, size: 6}                                | spec.size
            {name: n, size: 9}                              | {name: n, size: 9, note: x}                       | -
            {name: n, size: 2}                              | {name: n, size: 5}                                | spec.size
            {size: 5}                                       | {size: 5}                                         | -
            {size: 2}                                       | {size: 2, note: x}                                | spec.name
            {name: n, data: '!'}                            | {name: n, data: '!', note: x}                     | -
            {name: n, data: '!'}                            | {name: n, data: '?'}                              | spec.data
            {name: n, list: [1, 2, 4]}                      | {name: n, list: [1, 2, 4], note: x}               | -
            {name: n, list: [4]}                            | {name: n, list: [4, 1]}                           | spec.list[0]
            {name: n, list: [2]}                            | {name: n, list: [2], note: x}                     | -
            {name: n, list: [2]}                            | {name: n, list: [2, 1]}                           | spec.list[0]
            {name: n, set: [a, a]}                          | {name: n, set: [a, a], note: x}                   | -
            {name: n, set: [a, a]}                          | {name: n, set: [a, a, b]}                         | spec.set[1]
            {name: n, map: [{key: a, size: 5}]}             | {name: n, map: [{key: b}, {key: a, size: 5}]}     | -
            {name: n, map: [{key: a, size: 5}]}             | {name: n, map: [{key: a, size: 5, note: x}]}      | -
            {name: n, map: [{key: a, size: 5}]}             | {name: n, map: [{key: b, size: 5}]}               | spec.map[0].size
            {name: n, either: {a: q, b: q}}                 | {name: n, either: {a: q, b: q}, note: x}          | -
            {name: n, either: {a: q, b: y}}                 | {name: n, either: {a: q, b: q}}                   | spec.either
            """.lines().map(row -> row.split(" *\\| *")).map(row ->
                DynamicTest.dynamicTest(row[0] + " -> " + row[1], () -> assertWrong(row[0], row[1], row[2].strip())));
    }

    private static void assertWrong(String old, String changed, String field) {
        ObjectNode before = object(old);
        ObjectNode after = object(changed);

        assertThat(
                        SCHEMA.validate(after, before).isEmpty()
                                ? SCHEMA.validateRules(after, before)
                                : SCHEMA.validate(after, before))
                .extracting(Cause::field)
                .allSatisfy(at -> assertThat(at).startsWith(field))
                .matches(causes -> causes.isEmpty() == field.equals("-"), "some, unless none is expected");
    }

    private static ObjectNode object(String spec) {
        ObjectNode object = TestKinds.yaml("{apiVersion: a/v1, kind: A, metadata: {name: a}}");
        object.set("spec", TestKinds.tree(spec));
        return object;
    }
}
