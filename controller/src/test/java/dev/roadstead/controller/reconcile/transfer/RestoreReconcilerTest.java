package dev.roadstead.controller.reconcile.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.controller.fixture.TarTree;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Archive;
import dev.roadstead.model.VolumeRestore;
import dev.roadstead.model.VolumeRestore.Mode;
import dev.roadstead.model.VolumeRestore.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestoreReconcilerTest {
    private final DataFixture world = new DataFixture();

    static VolumeRestore.Spec giveBack(String dockerVolume) {
        return new VolumeRestore.Spec(
                null,
                null,
                dockerVolume,
                new VolumeRestore.Target("data", Mode.Swap, null),
                List.of(),
                Duration.ofHours(24));
    }

    @Test
    void aSwapGivesTheVolumeWhatWasBackedUpAndKeepsWhatItHad() {
        world.restore("undo", DataFixture.swap());
        world.settle();

        assertThat(world.restored("undo").phase()).isEqualTo(Phase.Completed);
        assertThat(world.files("data")).isEqualTo(DataFixture.KEPT.files());
        Volume.Status status = Objects.requireNonNull(world.find("data").status());
        assertThat(status.dockerVolume()).isEqualTo("shop.data.2");
        assertThat(status.replaced()).singleElement().satisfies(old -> {
            assertThat(old.dockerVolume()).isEqualTo("shop.data");
            assertThat(old.reason()).isEqualTo("VolumeRestore/undo");
        });
        assertThat(TarTree.of(world.host("a").volumes().content("shop.data")).files())
                .isEqualTo(DataFixture.LIVE.files());
        assertThat(world.state("web-1-0")).isEqualTo(State.Running);
        assertThat(world.state("off-1-0")).isEqualTo(State.Stopped);
        assertThat(world.container("off-1-0").spec().quiesce()).isNull();
    }

    /** Whenever the Volume's data is another than before, nobody ran while it was switched. */
    @Test
    void containersStandStillWhenTheVolumeIsSwitched() {
        world.restore("undo", DataFixture.swap());
        List<String> seen = new ArrayList<>();
        world.settle(() ->
                seen.add(Objects.requireNonNull(world.find("data").status()).dockerVolume() + " "
                        + (world.container("web-1-0").spec().quiesce() != null)));

        assertThat(seen)
                .containsSubsequence("shop.data false", "shop.data true", "shop.data.2 true", "shop.data.2 false");
    }

    @Test
    void whatWasSwappedOutIsGivenBack() {
        world.restore("undo", DataFixture.swap());
        world.settle();
        world.restore("back", giveBack("shop.data"));
        world.settle();

        assertThat(world.restored("back").phase()).isEqualTo(Phase.Completed);
        assertThat(world.files("data")).isEqualTo(DataFixture.LIVE.files());
        assertThat(Objects.requireNonNull(world.find("data").status()).replaced())
                .extracting(Volume.Replaced::dockerVolume)
                .containsExactly("shop.data.2");
    }

    @Test
    void whatIsNotKeptCannotBeGivenBack() {
        world.restore("back", giveBack("shop.other"));
        world.settle();

        refused("back", "NotKept");
    }

    @Test
    void aNewVolumeIsMadeOfWhatWasRestoredOnTheNodeThatHadIt() {
        world.restore("copy", DataFixture.newVolume("copy"));
        world.settle();

        assertThat(world.restored("copy").phase()).isEqualTo(Phase.Completed);
        Volume made = world.find("copy");
        assertThat(made.spec().source()).isEqualTo(new Volume.Source("shop.copy", null, null, null));
        assertThat(made.spec().nodeName()).isEqualTo("a");
        assertThat(made.spec().accessMode()).isEqualTo(Volume.AccessMode.ReadWriteMany);
        assertThat(String.valueOf(made.spec().size())).contains("1Gi");
        assertThat(TarTree.of(world.host("a").volumes().content("shop.copy")).files())
                .isEqualTo(DataFixture.KEPT.files());
    }

    @Test
    void onlyPathsThatAreAskedForAreInTheNewVolume() {
        TarTree two = DataFixture.KEPT.directory("etc").file("etc/conf", "x");
        world.repository.put(DataFixture.manifest(DataFixture.INSTALLATION, "shop/data", two), two.tar());
        world.restore("part", DataFixture.spec("nightly", null, "part", Mode.NewVolume, "etc/conf"));
        world.settle();

        assertThat(world.restored("part").phase()).isEqualTo(Phase.Completed);
        assertThat(TarTree.of(world.host("a").volumes().content("shop.part")).files())
                .isEqualTo(Map.of("etc/conf", "x"));
    }

    @Test
    void aVolumeThatIsThereIsNoNewOne() {
        world.restore("copy", DataFixture.newVolume("data"));
        world.settle();

        refused("copy", "AlreadyExists");
    }

    @Test
    void aVolumeThatIsNotThereCannotBeSwapped() {
        world.restore("undo", DataFixture.spec("nightly", null, "other", Mode.Swap));
        world.settle();

        refused("undo", "NoSuchVolume");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"WRONG_KEY", "DAMAGED", "NOT_FOUND", "DENIED", "UNSUPPORTED"})
    void whatTheRepositoryRefusesChangesNothing(Kind kind) {
        world.repository.refuse(new RepositoryException(kind, "It is not to be had."));
        world.restore("undo", DataFixture.swap());
        world.settle();

        refused("undo", Failures.reason(kind));
        assertThat(world.restored("undo").message()).contains("It is not to be had.");
    }

    @Test
    void aRepositoryThatIsAwayIsAskedAgain() {
        world.repository.refuse(new RepositoryException(Kind.UNREACHABLE, "no answer"));
        world.restore("undo", DataFixture.swap());
        world.settle();
        assertThat(world.restored("undo").phase()).isEqualTo(Phase.Pending);
        assertThat(world.restored("undo").message()).contains("no answer");

        world.repository.refuse(null);
        world.settle();
        assertThat(world.restored("undo").phase()).isEqualTo(Phase.Completed);
    }

    @Test
    void aBackupThatIsNotWhatItsManifestSaysIsRefusedBeforeAnythingIsMade() {
        world.repository.alter(
                DataFixture.BACKUP, DataFixture.KEPT.file("db/rows", "9").tar());
        world.restore("undo", DataFixture.swap());
        world.settle();

        refused("undo", "BackupDamaged");
    }

    /** Its manifest agrees, so it was backed up so: the engine must not get it all the same. */
    @Test
    void aBackupWithMembersThatLeaveTheVolumeIsRefused() {
        byte[] hostile = TarTree.empty().file("../../etc/passwd", "x").tar();
        world.repository.put(
                new Manifest(
                        1,
                        DataFixture.BACKUP,
                        Manifest.Kind.volume,
                        DataFixture.INSTALLATION,
                        "a",
                        "e",
                        "shop/data",
                        null,
                        world.now,
                        world.now,
                        "Hot",
                        DataFixture.KEPT.tree(),
                        1,
                        "sha",
                        Map.of()),
                hostile);
        world.restore("undo", DataFixture.swap());
        world.settle();

        refused("undo", "ArchiveRefused");
    }

    @Test
    void aBackupOfAnotherInstallationIsRestoredOnlyByItsFullId() {
        world.repository.put(DataFixture.manifest("another", "shop/data", DataFixture.KEPT), DataFixture.KEPT.tar());
        world.restore("named", DataFixture.swap());
        world.settle();
        refused("named", "ForeignBackup");

        String part = DataFixture.BACKUP.substring(0, 12);
        world.restore("short", DataFixture.spec(null, new Archive("store", part), "data", Mode.Swap));
        world.settle();
        refused("short", "BackupNotFound");

        world.restore("full", DataFixture.spec(null, new Archive("store", DataFixture.BACKUP), "data", Mode.Swap));
        world.settle();
        assertThat(world.restored("full").phase()).isEqualTo(Phase.Completed);
    }

    @Test
    void anUnknownRepositoryIsSaid() {
        world.restore("undo", DataFixture.spec(null, new Archive("elsewhere", DataFixture.BACKUP), "data", Mode.Swap));
        world.settle();

        refused("undo", "BackupNotFound");
        assertThat(world.restored("undo").message()).contains("elsewhere");
    }

    @Test
    void twoRestoresOfOneVolumeComeOneAfterTheOther() {
        world.restore("one", DataFixture.swap());
        world.restore("two", DataFixture.swap());
        world.pass();
        world.pass();
        assertThat(world.restored("two").message()).contains("VolumeRestore/one works with Volume data");

        world.settle();
        assertThat(world.restored("one").phase()).isEqualTo(Phase.Completed);
        assertThat(world.restored("two").phase()).isEqualTo(Phase.Completed);
        assertThat(Objects.requireNonNull(world.find("data").status()).dockerVolume())
                .isEqualTo("shop.data.3");
    }

    @Test
    void aRestoreWaitsForABackupThatReadsTheVolume() {
        world.status(ResourceType.VOLUME_BACKUP, "nightly", "{\"phase\":\"Running\",\"message\":\"\"}");
        world.restore("undo", DataFixture.spec(null, new Archive("store", DataFixture.BACKUP), "data", Mode.Swap));
        world.settle();

        assertThat(world.restored("undo").phase()).isEqualTo(Phase.Pending);
        assertThat(world.restored("undo").message()).contains("VolumeBackup/nightly");
    }

    @Test
    void aContainerThatDoesNotStopEndsTheRestoreAndAllRunsAsBefore() {
        world.stubborn.add("web-1-0");
        world.restore("undo", DataFixture.swap());
        world.settle();

        refused("undo", "NotStopped");
        assertThat(world.restored("undo").message()).contains("web-1-0");
        assertThat(world.container("web-1-0").spec().quiesce()).isNull();
        assertThat(world.container("off-1-0").spec().quiesce()).isNull();
    }

    @Test
    void whatFilledForNobodyIsRemovedWhenARestoreIsDeleted() {
        world.stubborn.add("web-1-0");
        world.restore("undo", DataFixture.swap());
        for (int i = 0; i < 8; i++) {
            world.pass();
        }
        assertThat(world.host("a").volumes().names()).contains("shop.data.2");
        world.delete(ResourceType.VOLUME_RESTORE, "undo");
        world.settle();

        assertThat(world.host("a").volumes().names()).containsExactly("shop.data");
        assertThat(world.api.find(ResourceType.VOLUME_RESTORE, DataFixture.NS, "undo"))
                .isEmpty();
        assertThat(world.container("web-1-0").spec().quiesce()).isNull();
    }

    private void refused(String name, String reason) {
        VolumeRestore.Status status = world.restored(name);
        assertThat(status.phase()).as(status.message()).isEqualTo(Phase.Failed);
        assertThat(status.conditions())
                .filteredOn(condition -> condition.type().equals("Complete"))
                .singleElement()
                .satisfies(condition -> assertThat(condition.reason()).isEqualTo(reason));
        assertThat(world.files("data")).isEqualTo(DataFixture.LIVE.files());
        assertThat(world.host("a").volumes().names()).containsExactly("shop.data");
    }
}
