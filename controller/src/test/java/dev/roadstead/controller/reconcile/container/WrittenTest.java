package dev.roadstead.controller.reconcile.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WrittenTest {
    private final Written written = new Written();

    @Test
    void whatThePassBeforeWroteIsKnownUntilTheCacheMovesOn() {
        Container cached = version("1", "uid");
        assertThat(written.newest(cached)).isSameAs(cached);
        Container after = version("2", "uid");
        written.wrote(cached, after);
        assertThat(written.newest(cached)).isSameAs(after);
        Container again = version("3", "uid");
        written.wrote(after, again);
        assertThat(written.newest(cached))
                .as("two passes before the cache has it")
                .isSameAs(again);
        assertThat(written.newest(after)).as("the cache has half of it").isSameAs(again);
        assertThat(written.newest(again)).isSameAs(again);

        Container others = version("4", "uid");
        assertThat(written.newest(others)).isSameAs(others);
        assertThat(written.newest(cached)).as("an old view comes back").isSameAs(cached);
    }

    @Test
    void nothingIsKnownOfAnotherObjectOfTheNameOrAfterARefusal() {
        Container cached = version("1", "uid");
        written.newest(cached);
        written.wrote(cached, version("2", "uid"));
        Container namesake = version("1", "another");
        assertThat(written.newest(namesake)).isSameAs(namesake);

        written.wrote(namesake, version("2", "another"));
        written.forget(namesake);
        assertThat(written.newest(namesake)).isSameAs(namesake);
    }

    @Test
    void onlySoManyAreRemembered() {
        Container first = version("1", "uid");
        written.newest(first);
        written.wrote(first, version("2", "uid"));
        for (int i = 0; i < 2_000; i++) {
            written.newest(new Container(meta("web-1-" + (i + 1), "1", "uid-" + i), spec(), null));
        }
        assertThat(written.newest(first)).isSameAs(first);
    }

    private static Container version(String version, String uid) {
        return new Container(meta("web-1-0", version, uid), spec(), null);
    }

    private static ObjectMeta meta(String name, String version, String uid) {
        return new ObjectMeta(
                name, "shop", uid, version, 1, Instant.EPOCH, null, Map.of(), Map.of(), List.of(), List.of());
    }

    private static Container.Spec spec() {
        return new Container.Spec(
                "web", 1, 0, "a", DesiredState.Running, Templates.image("app:1"), Duration.ZERO, true, null);
    }
}
