package dev.roadstead.controller.reconcile.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.TarTree;
import dev.roadstead.controller.plan.RetainedVolumes;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Transfer.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransferReconcilerTest {
    private final DataFixture world = new DataFixture();

    @Test
    void aVolumeMovesWithAllThatItHasAndTheOldOneIsKept() {
        world.move("data", "b");
        world.settle();

        Volume.Status status = status("data");
        assertThat(status.nodeName()).isEqualTo("b");
        assertThat(status.transfer()).isNull();
        assertThat(status.replaced()).singleElement().satisfies(old -> {
            assertThat(old.nodeName()).isEqualTo("a");
            assertThat(old.dockerVolume()).isEqualTo("shop.data");
        });
        assertThat(world.files("data")).isEqualTo(DataFixture.LIVE.files());
        assertThat(world.state("web-1-0")).isEqualTo(State.Running);
        assertThat(world.state("off-1-0")).isEqualTo(State.Stopped);
        assertThat(placed()).isEqualTo(Condition.Status.True);
        assertThat(world.host("b").volumes(DataFixture.INSTALLATION))
                .allMatch(volume -> volume.labels().containsKey(Labels.FILLED));
    }

    /** Everything that can go wrong before somebody has to stop goes wrong before. */
    @Test
    void containersStopAfterTheFirstCopyAndNotBefore() {
        world.move("data", "b");
        List<String> seen = new ArrayList<>();
        world.settle(() ->
                seen.add(phase() + " " + (world.container("web-1-0").spec().quiesce() != null)));

        assertThat(seen)
                .containsSubsequence("PreCopying false", "Stopping true", "Copying true", "Starting true", "null false")
                .doesNotContain("PreCopying true");
    }

    @Test
    void whatIsWrittenBetweenTheCopiesArrives() {
        world.move("data", "b");
        world.settle(() -> {
            if (phase() == Phase.Stopping && world.state("web-1-0") == State.Running) {
                world.host("a")
                        .volumes()
                        .content(
                                "shop.data",
                                DataFixture.LIVE.file("db/rows", "1,2,3,4").tar());
            }
        });

        assertThat(world.files("data")).containsEntry("db/rows", "1,2,3,4");
    }

    @Test
    void aTargetThatIsAwayStopsNothing() {
        world.move("data", "b");
        world.pass();
        world.closed.put("b", "its engine does not answer");
        world.settle();

        assertThat(status("data").nodeName()).isEqualTo("a");
        assertThat(world.state("web-1-0")).isEqualTo(State.Running);
        world.closed.clear();
        world.settle();
        assertThat(status("data").nodeName()).isEqualTo("b");
    }

    @Test
    void aTargetThatIsLostInTheMiddleIsGivenUpAndContainersRunWhereTheyWere() {
        world.move("data", "b");
        world.settle(() -> {
            if (phase() == Phase.Stopping) {
                world.closed.put("b", "its engine does not answer");
            }
        });

        assertThat(status("data").nodeName()).isEqualTo("a");
        assertThat(phase()).isEqualTo(Phase.Failed);
        assertThat(placed()).isEqualTo(Condition.Status.False);
        assertThat(world.state("web-1-0")).isEqualTo(State.Running);
        assertThat(world.files("data")).isEqualTo(DataFixture.LIVE.files());
        assertThatTheHalfCopyIsToGo();
    }

    @Test
    void halfACopyIsNotForgottenWhenItsNodeIsLostAndTheMoveCalledOff() {
        world.move("data", "b");
        world.settle(() -> {
            if (phase() == Phase.PreCopying
                    && !world.host("b").volumes().names().isEmpty()) {
                world.closed.put("b", "its engine does not answer");
                world.move("data", "a");
            }
        });

        assertThat(phase()).isNull();
        assertThat(status("data").nodeName()).isEqualTo("a");
        assertThatTheHalfCopyIsToGo();
    }

    private void assertThatTheHalfCopyIsToGo() {
        assertThat(world.host("b").volumes().names()).as("out of reach").hasSize(1);
        assertThat(RetainedVolumes.due(world.find("data"), "b", world.now))
                .extracting(Volume.Replaced::dockerVolume)
                .containsExactlyElementsOf(world.host("b").volumes().names());
    }

    @Test
    void aNodeThatIsNotThereIsSaid() {
        world.move("data", "c");
        world.settle();

        assertThat(placed()).isEqualTo(Condition.Status.False);
        assertThat(status("data").conditions())
                .filteredOn(condition -> condition.type().equals("Placed"))
                .singleElement()
                .satisfies(condition -> assertThat(condition.message()).contains("there is no Node c"));
        assertThat(status("data").nodeName()).isEqualTo("a");
    }

    @Test
    void aMoveThatFailedIsTriedAgainWhenItIsAskedForAgain() {
        world.stubborn.add("web-1-0");
        world.move("data", "b");
        world.settle();
        assertThat(phase()).isEqualTo(Phase.Failed);
        assertThat(world.host("b").volumes().names()).isEmpty();

        world.stubborn.clear();
        world.move("data", "a");
        world.settle();
        assertThat(phase()).isNull();
        world.move("data", "b");
        world.settle();
        assertThat(status("data").nodeName()).isEqualTo("b");
    }

    @Test
    void aCloneHasWhatTheOriginalHasAndIsNamedAfterItself() {
        world.volume("twin", "b", new Volume.Source(null, "data", null, null));
        world.settle();

        assertThat(world.files("twin")).isEqualTo(DataFixture.LIVE.files());
        assertThat(status("twin").dockerVolume()).isEqualTo("shop.twin");
        assertThat(world.events).anyMatch(event -> event.contains("files may be half old, half new"));
    }

    @Test
    void aVolumeHasNoDataBeforeWhatItIsMadeOfWasCompared() {
        world.repository.alter(
                DataFixture.BACKUP, TarTree.empty().file("db", "something else").tar());
        world.volume("made", "b", new Volume.Source(null, null, "nightly", null));
        world.settle(() -> assertThat(status("made").dockerVolume()).isNull());

        assertThat(status("made").transfer()).extracting(Volume.Transfer::phase).isEqualTo(Phase.Failed);
        assertThat(world.host("b").volumes().names()).isEmpty();
    }

    @Test
    void aVolumeIsNotReadyWhileItIsFilled() {
        world.volume("made", "b", new Volume.Source(null, null, "nightly", null));
        world.pass();

        assertThat(status("made").conditions())
                .filteredOn(condition -> condition.type().equals("Ready"))
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.status()).isEqualTo(Condition.Status.False);
                    assertThat(condition.message()).contains("It is filled with backup abababab of shop/data in store");
                });
    }

    @Test
    void aCopyOfAVolumeThatIsDeletedIsEndedAndNothingOfItStays() {
        world.stubborn.add("web-1-0");
        world.move("data", "b");
        for (int i = 0; i < 6; i++) {
            world.pass();
        }
        assertThat(world.host("b").volumes().names()).isNotEmpty();
        world.asUser(() -> world.api.patch(
                ResourceType.VOLUME, DataFixture.NS, "data", world.read("{\"metadata\":{\"finalizers\":[\"x\"]}}")));
        world.delete(ResourceType.VOLUME, "data");
        world.settle();

        assertThat(world.host("b").volumes().names()).isEmpty();
        assertThat(status("data").transfer()).isNull();
        assertThat(world.container("off-1-0").spec().quiesce()).isNull();
    }

    private Volume.Status status(String volume) {
        return Objects.requireNonNull(world.find(volume).status());
    }

    private @Nullable Phase phase() {
        Volume.Transfer transfer = status("data").transfer();
        return transfer == null ? null : transfer.phase();
    }

    private Condition.Status placed() {
        return status("data").conditions().stream()
                .filter(condition -> condition.type().equals("Placed"))
                .findFirst()
                .orElseThrow()
                .status();
    }
}
