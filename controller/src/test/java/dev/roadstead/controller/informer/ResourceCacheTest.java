package dev.roadstead.controller.informer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.ObjectMeta;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ResourceCacheTest {
    private final ResourceCache<ConfigMap> cache =
            new ResourceCache<>(Map.of("value", map -> map.data().values()));

    @Test
    void objectsAreFoundByKeyAndByIndexInOrder() {
        ConfigMap b = map("shop", "b", "red", "green");
        ConfigMap a = map("shop", "a", "red");
        cache.put(b);
        cache.put(a);

        assertThat(cache.all()).containsExactly(a, b);
        assertThat(cache.find("shop", "b")).isEqualTo(b);
        assertThat(cache.find("shop", "c")).isNull();
        assertThat(cache.byIndex("value", "red")).containsExactly(a, b);
        assertThat(cache.byIndex("value", "green")).containsExactly(b);
        assertThat(cache.byIndex("value", "blue")).isEmpty();
    }

    @Test
    void clusterScopedObjectsHaveNoNamespace() {
        ConfigMap local = new ConfigMap(ObjectMeta.toCreate(null, "local", Map.of(), List.of(), List.of()), Map.of());
        cache.put(local);

        assertThat(cache.find("", "local")).isEqualTo(local);
    }

    @Test
    void anUnknownIndexIsAnErrorThatNamesThoseThereAre() {
        assertThatThrownBy(() -> cache.byIndex("owner", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"owner\"")
                .hasMessageContaining("[value]");
    }

    /** Whatever is put and removed, the index says the same as a scan. */
    @RepeatedTest(20)
    void theIndexAgreesWithTheObjects() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<String> colours = List.of("red", "green", "blue");
        Map<String, ConfigMap> model = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            String name = "map-" + random.nextInt(10);
            if (random.nextInt(3) == 0) {
                cache.remove("shop/" + name);
                model.remove("shop/" + name);
            } else {
                Set<String> values = new HashSet<>();
                random.ints(random.nextInt(4), 0, 3).forEach(index -> values.add(colours.get(index)));
                ConfigMap object = map("shop", name, values.toArray(String[]::new));
                cache.put(object);
                model.put(object.key(), object);
            }
            for (String colour : colours) {
                assertThat(cache.byIndex("value", colour))
                        .as("seed %d, step %d, %s", seed, i, colour)
                        .isEqualTo(model.values().stream()
                                .filter(object -> object.data().containsValue(colour))
                                .toList());
            }
        }
        assertThat(cache.all()).as("seed %d", seed).isEqualTo(List.copyOf(model.values()));
    }

    private static ConfigMap map(String namespace, String name, String... values) {
        Map<String, String> data = new TreeMap<>();
        for (String value : values) {
            data.put("key-" + value, value);
        }
        return new ConfigMap(ObjectMeta.toCreate(namespace, name, Map.of(), List.of(), List.of()), data);
    }
}
