package dev.roadstead.apiserver.watch;

import static dev.roadstead.apiserver.store.TestObjects.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoredObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ObjectMapTest {
    private static final int STEPS = 2000;

    @RepeatedTest(5)
    void isAsATreeMapAndKeepsEveryOldState() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        TreeMap<ObjectKey, CachedObject> model = new TreeMap<>();
        ObjectMap map = ObjectMap.EMPTY;
        List<ObjectMap> states = new ArrayList<>();
        List<List<CachedObject>> expected = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            ObjectKey key = randomKey(random);
            if (random.nextInt(3) == 0) {
                map = map.without(key);
                model.remove(key);
            } else {
                CachedObject object = object(key, step + 1);
                map = map.with(object);
                model.put(key, object);
            }
            if (step % 100 == 0) {
                states.add(map);
                expected.add(List.copyOf(model.values()));
            }
        }

        for (int i = 0; i < states.size(); i++) {
            assertThat(content(states.get(i), null, null)).containsExactlyElementsOf(expected.get(i));
        }
        for (int i = 0; i < 200; i++) {
            ObjectKey from = randomKey(random);
            ObjectKey to = randomKey(random);
            assertThat(map.get(from)).isSameAs(model.get(from));
            assertThat(map.rank(from)).isEqualTo(model.headMap(from).size());
            if (from.compareTo(to) < 0) {
                assertThat(content(map, from, to))
                        .containsExactlyElementsOf(model.subMap(from, to).values());
            }
        }
        assertThat(map.size()).isEqualTo(model.size());
        assertThat(ObjectMap.ofSorted(List.copyOf(model.values())).size()).isEqualTo(model.size());
    }

    @Test
    void ascendingInsertionsAndRemovalsKeepItShallow() {
        ObjectMap map = ObjectMap.EMPTY;
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            map = map.with(object(key(i), 1));
        }
        assertThat(map.depth()).isLessThan(45); // log(100,000) to the base 4/3
        for (int i = 0; i < count; i += 2) {
            map = map.without(key(i));
        }
        assertThat(map.size()).isEqualTo(count / 2);
        assertThat(map.rank(key(count))).isEqualTo(count / 2);
        assertThat(map.depth()).isLessThan(45);
    }

    private static List<CachedObject> content(ObjectMap map, @Nullable ObjectKey from, @Nullable ObjectKey to) {
        List<CachedObject> content = new ArrayList<>();
        for (Iterator<CachedObject> objects = map.between(from, to); objects.hasNext(); ) {
            content.add(objects.next());
        }
        return content;
    }

    private static ObjectKey randomKey(Random random) {
        return new ObjectKey("boats", "n" + random.nextInt(3), "b" + random.nextInt(200));
    }

    private static ObjectKey key(int number) {
        return new ObjectKey("boats", "n", String.format("%06d", number));
    }

    private static CachedObject object(ObjectKey key, long revision) {
        return CachedObject.of(new StoredObject(key, "uid", revision, BODY));
    }

    private static final byte[] BODY = body(new ObjectKey("boats", "n", "any"), Map.of(), 0);
}
