package dev.roadstead.controller.reconcile.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.World;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What befell a container is told of its Application as well, once. */
class StoryTest {
    private final World world = new World();

    @BeforeEach
    void start() {
        world.submit(Apps.of(1, "app:1"));
        world.settle();
    }

    @Test
    void aContainerThatSomebodyRemoved() {
        world.host().vanish("shop.web.1.0");
        world.settle();
        assertThat(world.events())
                .containsOnlyOnce("web Recreated: web-1-0: Docker container shop.web.1.0 was gone; created it again");
    }

    @Test
    void aContainerThatEnded() {
        world.host().exit("shop.web.1.0", 137);
        world.settle();
        assertThat(world.events())
                .filteredOn(event -> event.startsWith("web Exited"))
                .singleElement()
                .asString()
                .startsWith("web Exited: web-1-0: Container exited with code 137");
    }

    @Test
    void whatGoesAsPlannedStaysWithTheContainer() {
        assertThat(world.events())
                .contains("web-1-0 Started: Started container")
                .noneMatch(event -> event.startsWith("web Started"));
    }
}
