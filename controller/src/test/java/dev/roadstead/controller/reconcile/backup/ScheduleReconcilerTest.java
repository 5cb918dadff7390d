package dev.roadstead.controller.reconcile.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Json;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup.Phase;
import dev.roadstead.model.VolumeRestore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The world begins on 1 March at noon. */
class ScheduleReconcilerTest {
    private static final Duration DAY = Duration.ofDays(1);

    private BackupWorld world = new BackupWorld(Policies.nightly(2));

    @Test
    void aBackupIsMadeWhenItIsTimeAndNamedAfterThatTime() {
        world.live(Duration.ofHours(14));
        assertThat(world.names()).isEmpty();
        assertThat(backedUp().reason()).isEqualTo("NoBackupYet");

        world.live(Duration.ofHours(2));

        assertThat(world.names()).containsExactly("data-202603020300");
        assertThat(world.status("data-202603020300").phase()).isEqualTo(Phase.Completed);
        assertThat(Objects.requireNonNull(world.volume().status()).lastBackup())
                .satisfies(
                        last -> assertThat(Objects.requireNonNull(last).name()).isEqualTo("data-202603020300"));
        assertThat(backedUp().status()).isEqualTo(Condition.Status.True);
    }

    @Test
    void ofSeveralMissedRunsTheNewestIsMadeUpForOnce() {
        world.now = world.now.plus(DAY.multipliedBy(5));
        world.live(Duration.ofHours(2));

        assertThat(world.names()).containsExactly("data-202603060300");
    }

    @Test
    void anotherServerThatSeesTheSameTimeMakesNoSecondOne() {
        world.now = world.now.plus(DAY);
        world.api.lag(1);
        world.schedules.reconcile("shop/data");
        world.schedules.reconcile("shop/data");
        world.api.lag(0);

        assertThat(world.names()).hasSize(1);
    }

    @Test
    void aServerThatHasLostTheVolumeWritesNothing() {
        world.now = world.now.plus(DAY);
        world.claim(Ownership.Claim.THEIRS);
        long before = world.api.revision();

        assertThatThrownBy(() -> world.schedules.reconcile("shop/data")).isInstanceOf(ApiCallException.class);
        assertThat(world.api.revision()).isEqualTo(before);
    }

    @Test
    void aRunThatWasMadeAndDeletedIsNotMadeAgain() {
        world.live(DAY);
        world.delete("data-202603020300");
        world.live(Duration.ofHours(1));

        assertThat(world.names()).isEmpty();
    }

    @Test
    void whileOneIsUnderWayNoOtherIsMade() {
        world.close("no route to host.");
        world.live(DAY.multipliedBy(3));
        assertThat(world.names()).containsExactly("data-202603020300");
        assertThat(world.status("data-202603020300").phase()).isEqualTo(Phase.Pending);

        world.close(null);
        world.live(Duration.ofHours(1));

        assertThat(world.names()).containsExactly("data-202603020300", "data-202603040300");
    }

    @Test
    void retentionRemovesWhatIsNotKeptWithItsArchive() {
        world.live(DAY.multipliedBy(5));

        assertThat(world.names()).containsExactly("data-202603050300", "data-202603060300");
        assertThat(world.repository.manifests()).hasSize(2);
    }

    @Test
    void whatPeopleAskedForStays() {
        world.submit("mine");
        world.live(DAY.multipliedBy(5));

        assertThat(world.names()).contains("mine");
        assertThat(world.repository.manifests()).hasSize(3);
    }

    @Test
    void theLastGoodOneStaysWhileAllOthersFail() {
        world.live(DAY);
        world.repository.refuse(new RepositoryException(RepositoryException.Kind.FULL, "No room is left."));
        world.live(DAY.multipliedBy(4));
        world.repository.refuse(null);

        assertThat(world.names()).contains("data-202603020300");
        assertThat(world.repository.manifests()).hasSize(1);
        assertThat(backedUp().reason()).isEqualTo("TooOld");
        assertThat(backedUp().message()).contains("data-202603020300, is older than 48h");
        assertThat(world.events).anyMatch(event -> event.startsWith("NotBackedUp: The newest backup"));

        world.live(DAY);

        assertThat(backedUp().status()).isEqualTo(Condition.Status.True);
        assertThat(world.names()).as("failed ones go with the next good one").hasSize(2);
    }

    @Test
    void oneFarSmallerThanBeforeTakesNoGoodOnesPlace() {
        world.data.put("shop.data", "line\n".repeat(100));
        world.live(DAY.multipliedBy(2));
        world.data.put("shop.data", "line\n".repeat(3));
        world.live(DAY);

        assertThat(world.names()).containsExactly("data-202603020300", "data-202603030300", "data-202603040300");
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(world.volume().status()).lastBackup())
                        .name())
                .isEqualTo("data-202603030300");
    }

    @Test
    void oneThatIsBeingRestoredStays() {
        world.live(DAY);
        world.asUser(() -> world.api.create(
                ResourceType.VOLUME_RESTORE,
                new VolumeRestore(
                        ObjectMeta.toCreate("shop", "undo", Map.of(), List.of(), List.of()),
                        Json.mapper()
                                .convertValue(
                                        Map.of(
                                                "backup",
                                                "data-202603020300",
                                                "target",
                                                Map.of("volume", "data", "mode", "Swap"),
                                                "paths",
                                                List.of(),
                                                "keepOldFor",
                                                "24h"),
                                        VolumeRestore.Spec.class),
                        null)));
        world.live(DAY.multipliedBy(4));

        assertThat(world.names()).contains("data-202603020300");
    }

    @Test
    void aScheduleThatNeverComesIsSaid() {
        world = new BackupWorld(Policies.scheduled("0 0 31 2 *", null));
        world.live(Duration.ofHours(1));

        assertThat(backedUp().reason()).isEqualTo("InvalidSchedule");
        assertThat(backedUp().message()).contains("never comes");
        assertThat(world.events).hasSize(1);
    }

    @Test
    void otherFieldsOfTheVolumeStayAsTheyAre() {
        world.live(DAY);

        var status = Objects.requireNonNull(world.volume().status());
        assertThat(status.nodeName()).isEqualTo("a");
        assertThat(status.dockerVolume()).isEqualTo("shop.data");
    }

    private Condition backedUp() {
        return Objects.requireNonNull(
                Conditions.find(Objects.requireNonNull(world.volume().status()).conditions(), "BackedUp"));
    }
}
