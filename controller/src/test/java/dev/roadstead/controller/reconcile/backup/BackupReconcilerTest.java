package dev.roadstead.controller.reconcile.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.BackupPolicy.Consistency;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import dev.roadstead.model.VolumeRestore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BackupReconcilerTest {
    private BackupWorld world = new BackupWorld(Policies.withHooks(Consistency.Pause));

    @Test
    void aBackupIsReadWhileContainersAreStillAndListedWhenItWasReadBack() {
        world.submit("now");
        world.settle();

        VolumeBackup.Status status = world.status("now");
        assertThat(status.phase()).isEqualTo(Phase.Completed);
        assertThat(status.message()).isEqualTo("It can be restored.");
        assertThat(world.reads).containsExactly("shop.data while [off-1-0 Stopped, web-1-0 Paused]");
        assertThat(world.hooks).containsExactly("dump in web-1-0", "tidy in web-1-0");
        assertThat(world.state("web-1-0")).isEqualTo(State.Running);
        assertThat(world.state("off-1-0")).isEqualTo(State.Stopped);
        Manifest listed = world.repository.manifest(Objects.requireNonNull(status.id()));
        assertThat(listed.subject()).isEqualTo("shop/data");
        assertThat(listed.consistency()).isEqualTo("Pause");
        assertThat(listed.archiveHash()).isEqualTo("sha of one\ntwo\n");
        assertThat(listed.manifests()).containsOnlyKeys("Volume/data");
        assertThat(condition("now", "Uploaded").status()).isEqualTo(Condition.Status.True);
        assertThat(condition("now", "Verified").status()).isEqualTo(Condition.Status.True);
        assertThat(world.events).containsExactly("BackedUp");
    }

    @Test
    void stoppedContainersAreStoppedAndHotOnesLeftAlone() {
        world = new BackupWorld(Policies.of(Consistency.Stop));
        world.submit("now");
        world.submit("hot", Map.of(), new VolumeBackup.Spec("data", "store", Consistency.Hot, null));
        world.settle();

        assertThat(world.reads)
                .containsExactly(
                        "shop.data while [off-1-0 Stopped]", "shop.data while [off-1-0 Stopped, web-1-0 Stopped]");
        assertThat(world.state("web-1-0")).isEqualTo(State.Running);
    }

    @Test
    void theContainersGoOnBeforeTheArchiveIsReadBack() {
        world.submit("now");
        world.settle();

        assertThat(world.effects().done())
                .containsSubsequence(
                        "repository: archive",
                        "patch containers/shop/web-1-0",
                        "hook tidy in web-1-0",
                        "repository: manifest");
    }

    @Test
    void aHookThatFailsFailsTheBackupAndTheOtherHookRunsAllTheSame() {
        world.failHook("dump");
        world.submit("now");
        world.settle();

        VolumeBackup.Status status = world.status("now");
        assertThat(status.phase()).isEqualTo(Phase.Failed);
        assertThat(status.message())
                .isEqualTo("The hook before the backup failed, and nothing was backed up: in container web-1-0 its hook"
                        + " \"dump\" exited with code 1.");
        assertThat(world.hooks).containsExactly("dump in web-1-0", "tidy in web-1-0");
        assertThat(world.reads).isEmpty();
        assertThat(world.repository.manifests()).isEmpty();
        assertThat(world.events).hasSize(1).first().asString().startsWith("BackupFailed: The hook before");
    }

    @Test
    void aScheduledBackupIsTriedThreeTimes() {
        world.failHook("dump");
        world.submit(
                "nightly",
                Map.of(Labels.SCHEDULED_AT, "2026-03-01T12:00:00Z"),
                new VolumeBackup.Spec("data", "store", null, null));
        world.settle();
        assertThat(world.status("nightly").message())
                .startsWith("Attempt 1 of 3 failed: The hook")
                .endsWith("It is tried again after 1m.");
        assertThat(world.status("nightly").phase()).isEqualTo(Phase.Pending);

        for (int i = 0; i < 3; i++) {
            world.now = world.now.plusSeconds(600);
            world.settle();
        }

        assertThat(world.status("nightly").phase()).isEqualTo(Phase.Failed);
        assertThat(world.status("nightly").starts()).isEqualTo(3);
        assertThat(world.events).hasSize(1);
    }

    @Test
    void whatDoesNotKeepStillInTimeFailsTheBackupAndRunsOn() {
        world.stubborn.add("web-1-0");
        world.submit("now");
        world.settle();
        assertThat(world.status("now").message()).isEqualTo("Containers are being paused.");
        world.now = world.now.plusSeconds(90);
        world.settle();
        world.now = world.now.plusSeconds(90);
        world.settle();

        assertThat(world.status("now").phase()).isEqualTo(Phase.Failed);
        assertThat(world.status("now").message()).contains("did not keep still in time: web-1-0");
        assertThat(world.api
                        .find(ResourceType.CONTAINER, "shop", "web-1-0")
                        .orElseThrow()
                        .spec()
                        .quiesce())
                .isNull();
    }

    @Test
    void anArchiveThatReadsBackOtherwiseIsNeverListed() {
        world.repository.rot();
        world.submit("now");
        world.settle();

        assertThat(world.status("now").phase()).isEqualTo(Phase.Failed);
        assertThat(condition("now", "Verified").reason()).isEqualTo("Damaged");
        assertThat(world.repository.manifests()).isEmpty();
    }

    @Test
    void aRepositoryThatRefusesFailsTheBackupInItsWords() {
        world.repository.refuse(new RepositoryException(RepositoryException.Kind.FULL, "No room is left in /backups."));
        world.submit("now");
        world.settle();

        assertThat(condition("now", "Uploaded").reason()).isEqualTo("RepositoryFull");
        assertThat(world.status("now").message()).isEqualTo("No room is left in /backups.");
        assertThat(world.state("web-1-0")).isEqualTo(State.Running);
    }

    @Test
    void aNodeOutOfReachIsWaitedFor() {
        world.close("no route to host.");
        world.submit("now");
        world.settle();
        assertThat(world.status("now").phase()).isEqualTo(Phase.Pending);
        assertThat(world.status("now").message()).isEqualTo("Node a cannot be asked: no route to host.");

        world.close(null);
        world.settle();

        assertThat(world.status("now").phase()).isEqualTo(Phase.Completed);
    }

    @Test
    void farLessThanBeforeIsSaid() {
        world.data.put("shop.data", "line\n".repeat(100));
        world.submit("first");
        world.settle();
        world.data.put("shop.data", "line\n".repeat(10));
        world.submit("second");
        world.settle();

        Condition plausible = condition("second", "Plausible");
        assertThat(plausible.status()).isEqualTo(Condition.Status.False);
        assertThat(plausible.message()).startsWith("It has 10 files of 50 bytes, and first before it had 100 of 500.");
        assertThat(condition("first", "Plausible").status()).isEqualTo(Condition.Status.True);
        assertThat(world.status("second").phase()).isEqualTo(Phase.Completed);
    }

    @Test
    void deletingItRemovesItFromTheRepository() {
        world.submit("now");
        world.settle();
        world.delete("now");
        world.settle();

        assertThat(world.repository.manifests()).isEmpty();
        assertThat(world.api.list(ResourceType.VOLUME_BACKUP).items()).isEmpty();
    }

    @Test
    void thoseThatAreDeletedTogetherAreRemovedByOneLookThroughTheRepository() {
        for (String name : List.of("one", "two", "three", "read")) {
            world.submit(name);
            world.settle();
        }
        VolumeRestore.Target target = new VolumeRestore.Target("copy", VolumeRestore.Mode.NewVolume, null);
        world.asUser(() -> world.api.create(
                ResourceType.VOLUME_RESTORE,
                new VolumeRestore(
                        ObjectMeta.toCreate("shop", "now", Map.of(), List.of(), List.of()),
                        new VolumeRestore.Spec("read", null, null, target, List.of(), Duration.ofHours(1)),
                        null)));
        List.of("one", "two", "three", "read").forEach(world::delete);
        world.settle();

        assertThat(world.names()).containsExactly("read");
        assertThat(world.repository.manifests()).hasSize(1);
        assertThat(world.repository.prunes()).isEqualTo(1);
    }

    @Test
    void whileItsRepositoryIsAwayItStaysUntilSomebodyAbandonsIt() {
        world.submit("now");
        world.settle();
        world.repository.refuse(new RepositoryException(RepositoryException.Kind.UNREACHABLE, "It does not answer."));
        world.delete("now");
        world.settle();
        assertThat(world.status("now").message())
                .contains("could not be removed from store: It does not answer.")
                .contains("roadstead.dev/abandon=true");

        world.asUser(() -> {
            var patch = dev.roadstead.model.Json.mapper().createObjectNode();
            patch.putObject("metadata").putObject("annotations").put(Labels.ABANDON, "true");
            world.api.patch(ResourceType.VOLUME_BACKUP, "shop", "now", patch);
        });
        world.settle();

        assertThat(world.api.list(ResourceType.VOLUME_BACKUP).items()).isEmpty();
        assertThat(world.events.getLast()).startsWith("ArchiveLeft: Backup now stays in repository store");
    }

    @Test
    void aBackupDeletedWhileItWaitsForContainersLetsThemGo() {
        world.containers();
        world.stubborn.add("web-1-0");
        world.submit("now");
        for (int i = 0; i < 6; i++) {
            world.pass();
        }
        assertThat(world.status("now").quiesced()).containsExactly("off-1-0", "web-1-0");
        world.delete("now");
        world.settle();
        world.now = world.now.plusSeconds(90);
        world.settle();

        assertThat(world.api.list(ResourceType.VOLUME_BACKUP).items()).isEmpty();
        assertThat(world.api.list(ResourceType.CONTAINER).items())
                .allSatisfy(container -> assertThat(container.spec().quiesce()).isNull());
        assertThat(world.hooks).containsExactly("dump in web-1-0", "tidy in web-1-0");
        assertThat(world.repository.manifests()).isEmpty();
    }

    @Test
    void twoBackupsOfAVolumeGoOneAfterTheOther() {
        world.submit("a");
        world.submit("b");
        world.settle();

        assertThat(List.of(world.status("a").phase(), world.status("b").phase()))
                .containsOnly(Phase.Completed);
        assertThat(world.reads)
                .containsExactly(
                        "shop.data while [off-1-0 Stopped, web-1-0 Paused]",
                        "shop.data while [off-1-0 Stopped, web-1-0 Paused]");
    }

    @Test
    void whatIsAnotherServersIsLeftToIt() {
        world.claim(Ownership.Claim.THEIRS);
        world.submit("now");
        world.settle();

        assertThat(world.backup("now").status()).isNull();
        assertThat(world.effects().done()).noneMatch(effect -> effect.contains("backups"));
    }

    @Test
    void withoutAnyRepositoryItFailsAndSaysWhatToDo() {
        world = new BackupWorld(null);
        world.submit("now", Map.of(), new VolumeBackup.Spec("data", null, null, null));
        world.settle();

        assertThat(world.status("now").phase()).isEqualTo(Phase.Failed);
        assertThat(world.status("now").message()).endsWith("Make another one with spec.repository.");
    }

    @Test
    void aServerThatDiesInItEachTimeGivesUpInTheEnd() {
        world.submit("now");
        for (int i = 0; i < 5; i++) {
            world.effects().killAt(world.effects().done().size() + 5, true);
            try {
                world.settle();
            } catch (dev.roadstead.controller.fixture.Effects.Killed e) {
                world.restart();
            }
        }
        world.restart();
        world.settle();

        assertThat(world.status("now").phase()).isIn(Phase.Failed, Phase.Completed);
        assertThat(world.status("now").starts()).isBetween(2, 4);
        assertThat(world.state("web-1-0")).isEqualTo(State.Running);
    }

    private Condition condition(String name, String type) {
        return Objects.requireNonNull(Conditions.find(world.status(name).conditions(), type), type);
    }
}
