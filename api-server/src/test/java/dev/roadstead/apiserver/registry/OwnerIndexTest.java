package dev.roadstead.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.store.ObjectKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnerIndexTest {
    private static final ObjectKey A = new ObjectKey("widgets", "ns", "a");
    private static final ObjectKey B = new ObjectKey("gadgets", "ns", "b");
    private final OwnerIndex index = new OwnerIndex();

    @Test
    void knowsTheLatestOwnersOnly() {
        index.put(A, Set.of("u1", "u2"));
        index.put(B, Set.of("u1"));
        assertThat(index.dependents("u1")).containsExactlyInAnyOrder(A, B);

        index.put(A, Set.of("u2"));
        assertThat(index.dependents("u1")).containsExactly(B);

        index.remove(B);
        assertThat(index.dependents("u1")).isEmpty();
    }

    @Test
    void forgetsOneResource() {
        index.put(A, Set.of("u1"));
        index.put(B, Set.of("u1"));

        index.removeAll("widgets");

        assertThat(index.dependents("u1")).containsExactly(B);
    }
}
