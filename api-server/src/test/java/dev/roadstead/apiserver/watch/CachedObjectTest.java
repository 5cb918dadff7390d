package dev.roadstead.apiserver.watch;

import static dev.roadstead.apiserver.store.TestObjects.body;
import static dev.roadstead.apiserver.store.TestObjects.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.store.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CachedObjectTest {
    private static CachedObject object(Map<String, String> labels) {
        return CachedObject.of(new StoredObject(key("boat"), "uid", 1, body(key("boat"), labels, 10)));
    }

    private static Map<String, String> labels(int count, int length) {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < count; i++) {
            labels.put("label-" + i, "x".repeat(length));
        }
        return labels;
    }

    @Test
    void aFewLabelsAreReadOnce() {
        CachedObject object = object(labels(8, 50));
        assertThat(object.labels()).isEqualTo(labels(8, 50)).isSameAs(object.labels());
    }

    @Test
    void whatWouldTakeMuchMoreThanItsJsonIsNotKept() {
        for (Map<String, String> labels : List.of(labels(9, 1), labels(1_000, 1), labels(8, 63))) {
            CachedObject object = object(labels);
            assertThat(object.labels()).isEqualTo(labels).isNotSameAs(object.labels());
        }
    }

    @Test
    void smallFieldsAreReadOnceAndLargeOnesEachTime() {
        CachedObject object = object(Map.of());
        assertThat(readings(object, "x".repeat(500))).isEqualTo(1);
        assertThat(readings(object, "x".repeat(513))).isEqualTo(2);
    }

    private static int readings(CachedObject object, String value) {
        int[] readings = {0};
        for (int i = 0; i < 2; i++) {
            Map<String, String> values = object.fields(List.of("." + value.length()), _ -> {
                readings[0]++;
                return Map.of("f", value);
            });
            assertThat(values).isEqualTo(Map.of("f", value));
        }
        return readings[0];
    }
}
