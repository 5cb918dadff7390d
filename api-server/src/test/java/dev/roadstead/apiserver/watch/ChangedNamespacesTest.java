package dev.roadstead.apiserver.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ChangedNamespacesTest {
    private final ChangedNamespaces changed = new ChangedNamespaces();

    @Test
    void whoLooksForTheFirstTimeLooksAtAllThenAtWhatChanged() {
        changed.add(List.of("a"));
        Predicate<String> first = changed.take();
        assertThat(first.test("a") && first.test("z")).isTrue();
        changed.add(List.of("a", "b"));
        Predicate<String> second = changed.take();
        changed.add(List.of("c"));
        assertThat(List.of("a", "b", "c", "z").stream().filter(second)).containsExactly("a", "b");
        Predicate<String> third = changed.take();
        assertThat(List.of("a", "c").stream().filter(third)).containsExactly("c");
    }

    @Test
    void afterChangesWereLostAllCount() {
        changed.take();
        changed.addAll();
        assertThat(changed.take().test("z")).isTrue();
        assertThat(changed.take().test("z")).isFalse();
    }
}
