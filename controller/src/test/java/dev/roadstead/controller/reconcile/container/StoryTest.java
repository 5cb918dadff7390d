package dev.roadstead.controller.reconcile.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.controller.plan.Limits;
import dev.roadstead.controller.plan.ObservedContainer.Granted;
import dev.roadstead.model.Container;
import org.jspecify.annotations.Nullable;
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
    void aContainerThatSomebodyChangedIsTheSameAndAsItWas() {
        String id = id();
        world.host().rename("shop.web.1.0", "mine");
        world.host().join("mine", "theirs");
        world.host().limit("mine", new Granted(new Limits(1 << 20, 0, 5), 1 << 20, true, false));
        world.settle();
        assertThat(world.host().names()).containsExactly("shop.web.1.0");
        assertThat(world.host().networksOf("shop.web.1.0")).containsExactly("roadstead.shop");
        assertThat(id()).isEqualTo(id);
        assertThat(world.events())
                .filteredOn(event -> event.startsWith("web-1-0 "))
                .anyMatch(event -> event.contains("Renamed: Somebody renamed the container to mine"))
                .anyMatch(event -> event.contains("Disconnected:"))
                .anyMatch(event -> event.contains("LimitsReset:"));
    }

    @Test
    void aContainerWithLimitsThatCannotBeUnsetIsMadeAnewAndNotSaidToHaveVanished() {
        world.host().limit("shop.web.1.0", new Granted(new Limits(1 << 20, 0, 5), 1 << 20, false, true));
        world.settle();
        assertThat(world.events())
                .anyMatch(event -> event.startsWith("web-1-0 Replaced"))
                .noneMatch(event -> event.contains("Recreated"));
        assertThat(world.host().names()).containsExactly("shop.web.1.0");
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

    private @Nullable String id() {
        Container.Status status = world.container("web-1-0").status();
        return status == null ? null : status.containerID();
    }
}
