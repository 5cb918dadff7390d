package dev.roadstead.controller.reconcile.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ResourceType;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Labels are for people to find things by; what belongs to an Application is what its spec says. */
class LabelsTest {
    private final World world = new World();

    @Test
    void aContainerWhoseLabelWasRemovedIsReplacedLikeTheOthers() {
        world.submit(Apps.of(2, "app:1"));
        world.settle();
        unlabel("web-1-0");

        world.submit(Apps.of(2, "app:2"));
        world.settle();

        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.2.0", "shop.web.2.1"));
    }

    private void unlabel(String container) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.withObject("/metadata/labels").putNull(Labels.APPLICATION);
        world.api().patch(ResourceType.CONTAINER, "shop", container, patch);
    }
}
