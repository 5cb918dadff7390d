package dev.roadstead.controller.reconcile.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.tar.CheckedTar;
import dev.roadstead.controller.fixture.Effects.Killed;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.model.BackupPolicy.Consistency;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.NamespaceBackup;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GroupReconcilerTest {
    private final List<String> told = new ArrayList<>();
    private BackupWorld world = prepared();

    private static BackupWorld prepared() {
        BackupWorld world = new BackupWorld(Policies.withHooks(Consistency.Hot));
        world.data.put("shop.logs", "three\n");
        world.asUser(() -> {
            world.volume("logs", null);
            world.container("log-1-0", "logs", DesiredState.Running);
        });
        world.containers();
        return world;
    }

    private static void submit(BackupWorld world) {
        world.asUser(() -> world.api.create(
                ResourceType.NAMESPACE_BACKUP,
                new NamespaceBackup(
                        ObjectMeta.toCreate("shop", "all", Map.of(), List.of(), List.of()),
                        new NamespaceBackup.Spec("store", List.of(), null),
                        null)));
    }

    @Test
    void allVolumesAreReadWhileAllContainersAreStill() {
        submit(world);
        world.settle();

        assertThat(status().phase()).as(status().message()).isEqualTo(Phase.Completed);
        assertThat(status().backups()).containsExactly("all-data", "all-logs");
        assertThat(world.reads)
                .containsExactlyInAnyOrder(
                        "shop.data while [log-1-0 Paused, off-1-0 Stopped, web-1-0 Paused]",
                        "shop.logs while [log-1-0 Paused, off-1-0 Stopped, web-1-0 Paused]");
        assertThat(world.hooks).containsExactly("dump in web-1-0", "tidy in web-1-0");
        assertThat(world.state("web-1-0")).isEqualTo(State.Running);
        assertThat(world.state("log-1-0")).isEqualTo(State.Running);
        assertThat(world.state("off-1-0")).isEqualTo(State.Stopped);
    }

    /** There is one place on the node: a part that is read back in it would have kept all containers waiting. */
    @Test
    void allContainersRunBeforeAnythingIsReadBack() {
        world.repository.whenReadBack(() -> told.addAll(world.told()));
        submit(world);
        world.settle();

        assertThat(status().phase()).as(status().message()).isEqualTo(Phase.Completed);
        assertThat(world.reads).hasSize(2).allMatch(read -> read.contains("web-1-0 Paused"));
        assertThat(told).isEmpty();
    }

    @Test
    void containersRunAgainWhenOneIsReadAndNobodyLooksAtTheOther() {
        submit(world);
        for (int i = 0; i < 20; i++) {
            var _ = world.groups.reconcile("shop/all");
            world.containers();
            if (world.names().contains("all-data")) {
                var _ = world.pass("shop/all-data");
            }
            world.now = world.now.plus(Duration.ofMinutes(3));
        }

        assertThat(world.reads).hasSize(1);
        assertThat(world.state("web-1-0")).isEqualTo(State.Running);
        assertThat(status().phase()).isEqualTo(Phase.Failed);
        assertThat(status().message()).contains("Nothing was read for").contains("VolumeBackup all-logs waits");
    }

    @Test
    void itsManifestsHaveTheGroupAndTheNamespacesObjectsLieBesideThem() {
        submit(world);
        world.settle();

        assertThat(world.repository.manifests())
                .extracting(Manifest::kind, Manifest::subject, Manifest::group)
                .containsExactlyInAnyOrder(
                        tuple(Manifest.Kind.volume, "shop/data", "all"),
                        tuple(Manifest.Kind.volume, "shop/logs", "all"),
                        tuple(Manifest.Kind.namespace, "shop", "all"));
        String tar = world.repository.content(Objects.requireNonNull(status().id()));
        assertThat(accepted(tar)).as("members").isEqualTo(5);
        assertThat(tar)
                .contains("manifests/core/v1/ConfigMap/settings.json")
                .contains("\"a\" : \"b\"")
                .doesNotContain("uid")
                .doesNotContain("made.json");
    }

    /** As a repository reads it; it refuses members that are out of order. */
    private static long accepted(String tar) {
        byte[] bytes = tar.getBytes(StandardCharsets.UTF_8);
        try (CheckedTar checked = new CheckedTar(new ByteArrayInputStream(bytes))) {
            checked.transferTo(OutputStream.nullOutputStream());
            return checked.tree().files();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aHookThatFailsFailsAllAndLetsContainersRun() {
        world.failHook("dump");
        submit(world);
        world.settle();

        assertThat(status().phase()).isEqualTo(Phase.Failed);
        assertThat(status().message()).contains("The hook before the backup failed");
        assertThat(world.reads).isEmpty();
        assertThat(world.hooks).containsExactly("dump in web-1-0", "tidy in web-1-0");
    }

    @Test
    void containersRunAgainWhenAPartDoesNotGetItsTurn() {
        int _ = world.runs.enter("shop/long-copy", "uid", "a");
        submit(world);
        pass(Duration.ofMinutes(9));
        assertThat(world.state("web-1-0")).isEqualTo(State.Paused);

        pass(Duration.ofMinutes(2));

        assertThat(status().phase()).isEqualTo(Phase.Failed);
        assertThat(status().message())
                .isEqualTo("Nothing was read for 10 minutes."
                        + " VolumeBackup all-data waits: Another backup or copy comes before this one."
                        + " VolumeBackup all-logs waits: 2 other backups or copies come before this one."
                        + " Make another one when that is settled.");
        assertThat(world.state("web-1-0")).isEqualTo(State.Running);
        assertThat(world.state("log-1-0")).isEqualTo(State.Running);
    }

    private void pass(Duration time) {
        for (Instant end = world.now.plus(time); world.now.isBefore(end); world.now = world.now.plusSeconds(20)) {
            world.pass();
        }
    }

    @Test
    void aNamespaceWithoutVolumesHasItsManifestsBackedUp() {
        world.asUser(() -> world.api
                .list(ResourceType.VOLUME)
                .items()
                .forEach(volume -> world.api.delete(
                        ResourceType.VOLUME,
                        "shop",
                        volume.metadata().name(),
                        volume.metadata().requireUid())));
        submit(world);
        world.settle();

        assertThat(status().phase()).as(status().message()).isEqualTo(Phase.Completed);
        assertThat(world.repository.manifests()).extracting(Manifest::kind).containsExactly(Manifest.Kind.namespace);
    }

    @Test
    void afterARestartContainersRunAgainBeforeThereIsAPlaceForTheGroup() {
        submit(world);
        while (world.names().size() < 2
                || !world.names().stream().allMatch(part -> world.status(part).treeHash() != null)) {
            world.pass();
        }
        assertThat(world.state("web-1-0")).isEqualTo(State.Paused);

        world.restart();
        int _ = world.groupRuns.enter("shop/other", "uid", "namespace/shop");
        world.pass();
        world.pass();

        assertThat(world.state("web-1-0")).isEqualTo(State.Running);
        world.groupRuns.drop("shop/other");
        world.settle();
        assertThat(status().phase()).as(status().message()).isEqualTo(Phase.Completed);
    }

    @Test
    void aBackupThatHasTheNameOfAPartIsNotTakenForIt() {
        var spec = new VolumeBackup.Spec("data", "store", Consistency.Hot, "all");
        world.submit("all-data", Map.of(), spec);
        world.settle();
        world.reads.clear();
        submit(world);
        world.settle();

        assertThat(status().phase()).isEqualTo(Phase.Pending);
        assertThat(status().message())
                .isEqualTo("VolumeBackup all-data is there and no part of this backup. Delete it, or give this one"
                        + " another name.");
        world.delete("all-data");
        world.settle();
        assertThat(status().phase()).as(status().message()).isEqualTo(Phase.Completed);
        assertThat(world.reads).hasSize(2);
    }

    @Test
    void aPartThatIsDeletedMeanwhileEndsTheGroup() {
        int _ = world.runs.enter("shop/long-copy", "uid", "a");
        submit(world);
        while (world.names().size() < 2) {
            world.pass();
        }
        world.delete("all-data");
        world.settle();

        assertThat(status().phase()).isEqualTo(Phase.Failed);
        assertThat(status().message()).contains("is there and no part of this backup");
        assertThat(world.state("log-1-0")).isEqualTo(State.Running);
    }

    @Test
    void aPartThatWasInterruptedDoesNotWaitForAnotherPlace() {
        submit(world);
        while (world.state("web-1-0") != State.Paused) {
            world.pass();
        }
        int _ = world.runs.enter("shop/long-copy", "uid", "a");
        var spec = new VolumeBackup.Spec("data", "store", Consistency.Pause, "all");
        world.submit("part", Map.of(), spec);
        world.asUser(() -> world.status(
                ResourceType.VOLUME_BACKUP,
                "shop",
                "part",
                "{\"phase\":\"Running\",\"message\":\"\",\"repository\":\"store\",\"starts\":1}"));
        Outcome _ = world.pass("shop/part");

        assertThat(world.status("part").phase()).isEqualTo(Phase.Failed);
    }

    @TestFactory
    Stream<DynamicTest> fromEveryCrashPointContainersRunAgainAndItEnds() {
        BackupWorld undisturbed = prepared();
        submit(undisturbed);
        undisturbed.settle();
        List<String> effects = undisturbed.effects().done();
        return IntStream.range(0, effects.size())
                .mapToObj(effect -> DynamicTest.dynamicTest(
                        "killed before effect %d, %s".formatted(effect, effects.get(effect)), () -> endsWell(effect)));
    }

    private void endsWell(int effect) {
        world = prepared();
        world.effects().killAt(effect, true);
        submit(world);
        try {
            world.settle();
        } catch (Killed e) {
            assertThat(world.effects().dead()).isTrue();
        }
        world.restart();
        world.settle();

        assertThat(status().phase()).isIn(Phase.Completed, Phase.Failed);
        assertThat(world.api.list(ResourceType.CONTAINER).items())
                .allSatisfy(container -> assertThat(container.spec().quiesce()).isNull());
        assertThat(world.hooks.isEmpty() || world.hooks.getLast().startsWith("tidy"))
                .as("hooks " + world.hooks)
                .isTrue();
        long namespaces = world.repository.manifests().stream()
                .filter(manifest -> manifest.kind() == Manifest.Kind.namespace)
                .count();
        assertThat(namespaces).isEqualTo(status().phase() == Phase.Completed ? 1 : 0);
    }

    private NamespaceBackup.Status status() {
        return Objects.requireNonNull(world.api
                .find(ResourceType.NAMESPACE_BACKUP, "shop", "all")
                .orElseThrow()
                .status());
    }
}
