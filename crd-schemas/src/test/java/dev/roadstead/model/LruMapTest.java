package dev.roadstead.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LruMapTest {
    @Test
    void whatWasUsedLeastRecentlyMakesRoom() {
        LruMap<String, Integer> map = new LruMap<>(2);
        map.put("a", 1);
        map.put("b", 2);
        assertThat(map.get("a")).isEqualTo(1);

        map.put("c", 3);

        assertThat(map).containsOnlyKeys("a", "c");
    }
}
