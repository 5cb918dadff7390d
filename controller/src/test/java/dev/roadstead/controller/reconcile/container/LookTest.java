package dev.roadstead.controller.reconcile.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is hinted before a look leads to no other pass, so the look has to come after it is announced. */
class LookTest {
    private final World world = new World();

    @Test
    void whatHappensUntilALookIsAnnouncedIsSeenByIt() throws InterruptedException {
        world.submit(Apps.of(1, "app:1"));
        world.settle();
        List<String> announced = new ArrayList<>();
        world.looking(key -> {
            if (announced.isEmpty()) {
                world.host().vanish("shop.web.1.0");
            }
            announced.add(key);
        });
        world.passOver("web-1-0");
        assertThat(world.host().names()).containsExactly("shop.web.1.0");
        assertThat(announced)
                .as("at first, after it was created, and after it was started")
                .containsExactly("shop/web-1-0", "shop/web-1-0", "shop/web-1-0");
    }
}
