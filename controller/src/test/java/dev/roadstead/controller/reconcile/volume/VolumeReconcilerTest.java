package dev.roadstead.controller.reconcile.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Volumes;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.controller.plan.HostAction.CreateVolume;
import dev.roadstead.model.Condition;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Volumes, the containers that use them, and the engine. */
class VolumeReconcilerTest {
    private static final Apps APP = Apps.of(1, "-").template(Volumes.mounting("app:1", "data"));

    private final World world = new World();

    private void start() {
        world.create(Volumes.named("data"));
        world.submit(APP);
        world.settle();
    }

    private Condition ready() {
        return Objects.requireNonNull(world.volume("data").status())
                .conditions()
                .getFirst();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anApplicationGetsItsVolume() {
        start();
        Volume.Status status = Objects.requireNonNull(world.volume("data").status());
        assertThat(status.dockerVolume()).isEqualTo("shop.data");
        assertThat(status.nodeName()).isEqualTo("a");
        assertThat(status.usedBy()).containsExactly("web-1-0");
        assertThat(world.host().running()).containsOnlyKeys("shop.web.1.0");
        assertThat(world.events())
                .contains(
                        "web VolumeBound: Volume data is made on node a",
                        "data Created: Created Docker volume shop.data on node a");
        world.restart();
        world.settle();
        assertThat(world.effects().done()).as("settled").isEmpty();
    }

    @Test
    void dataOutlivesItsApplicationAndItsVolumeAndIsTakenOver() {
        start();
        world.host().volumes().content("shop.data", text("precious"));
        world.delete();
        world.deleteVolume("data");
        world.settle();
        assertThat(world.api().list(ResourceType.VOLUME).items()).isEmpty();
        assertThat(world.host().volumes().names()).containsExactly("shop.data");

        start();
        assertThat(world.host().volumes().content("shop.data")).isEqualTo(text("precious"));
        assertThat(world.events())
                .anyMatch(event -> event.startsWith("data Retained:"))
                .contains("data Adopted: Uses Docker volume shop.data, which was on node a already");
    }

    @Test
    void anOldCopyIsNotTakenForDataThatIsOnAnotherNode() {
        World two = new World("a", "b");
        two.host("a").run(new CreateVolume(Volumes.docker("data", "shop.data")));
        two.host("b").run(new CreateVolume(Volumes.docker("data", "shop.data.2")));
        two.restart();
        two.settle();
        two.create(Volumes.bound(Volumes.named("data"), "a"));
        two.settle();
        Volume.Status status = Objects.requireNonNull(two.volume("data").status());
        assertThat(status.dockerVolume()).isNull();
        assertThat(status.conditions().getFirst().reason()).isEqualTo("AdoptionUnclear");
    }

    @Test
    void aVolumeInUseIsHeldUntilItsContainersAreGone() {
        start();
        world.deleteVolume("data");
        world.settle();
        assertThat(ready().message()).isEqualTo("it goes when nothing uses it any more; still there: web-1-0");
        assertThat(world.host().running()).containsOnlyKeys("shop.web.1.0");
    }

    @Test
    void dataThatIsGoneIsSaidToBeAndNoContainerStartsWithoutIt() {
        start();
        world.host().vanish("shop.web.1.0");
        world.host().volumes().vanish("shop.data");
        world.settle();
        assertThat(world.host().volumes().names()).isEmpty();
        assertThat(world.host().names()).isEmpty();
        assertThat(ready().reason()).isEqualTo("Lost");
        assertThat(world.summary().get("application")).contains("Degraded=True/VolumeNotReady");
    }

    @Test
    void aContainerIsMadeAnewWhenItsVolumeIsAnotherDockerVolume() {
        start();
        world.host().run(new CreateVolume(Volumes.docker("data", "shop.data.2")));
        world.restart();
        world.switchVolume("data", "a", "shop.data.2");
        world.settle();
        List<String> done = world.effects().done();
        assertThat(done.indexOf("StopContainer")).as("%s", done).isBetween(0, done.indexOf("CreateContainer"));
        assertThat(world.host().container("shop.web.1.0").orElseThrow().volumes())
                .containsEntry("/data", "shop.data.2");
    }

    @Test
    void aContainerFollowsItsDataToAnotherNodeAndNeverRunsWithoutIt() {
        World two = new World("a", "b");
        two.create(Volumes.bound(Volumes.named("data"), "a"));
        two.submit(APP);
        two.settle();
        two.host("b").run(new CreateVolume(Volumes.docker("data", "shop.data")));
        two.restart();
        two.moveVolume("data", "b");
        two.settle();
        List<String> done = two.effects().done();
        assertThat(done.indexOf("StopContainer")).as("%s", done).isBetween(0, done.indexOf("CreateContainer"));
        assertThat(two.host("a").names()).isEmpty();
        assertThat(two.host("b").running()).hasSize(1);
    }
}
