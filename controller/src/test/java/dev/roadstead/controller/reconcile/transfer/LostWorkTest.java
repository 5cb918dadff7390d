package dev.roadstead.controller.reconcile.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeRestore.Phase;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A server that is frozen anywhere and wakes up when another one has its work changes nothing any more (I6, I7). */
class LostWorkTest {
    /** More questions than any of these takes. */
    private static final int MOST = 400;

    @Test
    void aRestoreChangesNothingOnceItIsAnotherServers() {
        everyMoment(world -> world.restore("undo", DataFixture.swap()));
    }

    @Test
    void aMoveChangesNothingOnceItIsAnotherServers() {
        everyMoment(world -> world.move("data", "b"));
    }

    @Test
    void aVolumeIsNotFilledAnyFurtherOnceItIsAnotherServers() {
        everyMoment(world -> world.volume("copy", "b", new Volume.Source(null, "data", null, null)));
    }

    /** Loses it at the first question whether it has it, then at the second, and so on until it is never asked. */
    private static void everyMoment(Consumer<DataFixture> wish) {
        for (int moment = 0; moment < MOST; moment++) {
            DataFixture world = new DataFixture();
            wish.accept(world);
            Losing losing = new Losing(world, moment);
            for (int i = 0; i < 30; i++) {
                world.pass();
            }
            if (losing.effectsThen < 0) {
                assertThat(moment).as("it is asked at all").isGreaterThan(5);
                return;
            }
            assertThat(world.effects().done())
                    .as("effects after the work was lost at question " + moment)
                    .hasSize(losing.effectsThen);
        }
        throw new AssertionError("it asks more than " + MOST + " times");
    }

    private static final class Losing {
        private int left;
        private int effectsThen = -1;

        Losing(DataFixture world, int moment) {
            left = moment;
            world.owned = () -> {
                if (left-- > 0) {
                    return true;
                }
                left = 0;
                effectsThen = effectsThen < 0 ? world.effects().done().size() : effectsThen;
                return false;
            };
        }
    }

    @Test
    void whatARestoreFilledStaysWhileTheRestoreChangesUnderneath() {
        DataFixture world = new DataFixture();
        world.stubborn.add("web-1-0");
        world.restore("undo", DataFixture.swap());
        for (int i = 0; i < 8; i++) {
            world.pass();
        }
        world.delete(ResourceType.VOLUME_RESTORE, "undo");
        world.whenAsked = () -> world.asUser(() -> world.api.patch(
                ResourceType.VOLUME_RESTORE,
                DataFixture.NS,
                "undo",
                world.read("{\"metadata\":{\"annotations\":{\"at\":\"%s\"}}}".formatted(world.api.revision()))));
        world.pass();
        assertThat(world.host("a").volumes().names()).contains("shop.data.2");

        world.whenAsked = () -> {};
        world.settle();
        assertThat(world.host("a").volumes().names()).containsExactly("shop.data");
    }

    @Test
    void workThatComesBackIsDoneToItsEnd() {
        DataFixture world = new DataFixture();
        world.restore("undo", DataFixture.swap());
        Losing _ = new Losing(world, 12);
        world.pass();
        world.pass();
        world.owned = () -> true;
        world.settle();
        assertThat(world.restored("undo").phase()).isEqualTo(Phase.Completed);
        assertThat(world.files("data")).isEqualTo(Map.copyOf(DataFixture.KEPT.files()));
    }
}
