package dev.roadstead.controller.reconcile.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.BackupPolicy.Consistency;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.NamespaceBackup;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup.Phase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories that are in trouble, and data that shrinks. */
class BackupTroubleTest {
    private final RepositoryException locked = new RepositoryException(Kind.LOCKED, "Another process prunes it.");

    private final BackupWorld world = new BackupWorld(Policies.of(Consistency.Pause));

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aRepositoryThatIsLockedForAMomentIsTriedAgain(int callsBefore) {
        world.repository.refuse(locked, callsBefore, 2);
        world.submit("now");
        world.settle();

        assertThat(world.status("now").phase())
                .as(world.status("now").message())
                .isEqualTo(Phase.Completed);
        assertThat(world.status("now").starts()).isEqualTo(1);
        assertThat(world.repository.manifests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void oneThatStaysLockedFailsTheBackup(int callsBefore) {
        world.repository.refuse(locked, callsBefore, Integer.MAX_VALUE);
        world.submit("now");
        world.settle();

        assertThat(world.status("now").phase()).isEqualTo(Phase.Failed);
        assertThat(world.status("now").message()).isEqualTo("Another process prunes it.");
    }

    @Test
    void anArchiveThatCannotBeRemovedIsTriedAgainAfterAWhileAndNotAtOnce() {
        world.submit("now");
        world.settle();
        world.repository.refuse(new RepositoryException(Kind.UNREACHABLE, "It does not answer."));
        world.delete("now");

        passesAtThisMoment();
        assertThat(world.repository.prunes()).isEqualTo(1);
        world.now = world.now.plusSeconds(11);
        passesAtThisMoment();
        assertThat(world.repository.prunes()).isEqualTo(2);
    }

    @Test
    void neitherAreTheManifestsOfANamespace() {
        NamespaceBackup[] group = new NamespaceBackup[1];
        world.asUser(() -> group[0] = world.api.create(
                ResourceType.NAMESPACE_BACKUP,
                new NamespaceBackup(
                        ObjectMeta.toCreate("shop", "all", Map.of(), List.of(), List.of()),
                        new NamespaceBackup.Spec("store", List.of(), null),
                        null)));
        world.settle();
        world.repository.refuse(new RepositoryException(Kind.UNREACHABLE, "It does not answer."));
        world.asUser(() -> world.api.delete(
                ResourceType.NAMESPACE_BACKUP,
                "shop",
                "all",
                group[0].metadata().requireUid()));

        passesAtThisMoment();
        assertThat(world.repository.prunes()).isEqualTo(1);
        world.now = world.now.plusSeconds(11);
        passesAtThisMoment();
        assertThat(world.repository.prunes()).isEqualTo(2);
    }

    private void passesAtThisMoment() {
        for (int i = 0; i < 20; i++) {
            world.pass();
        }
    }

    @Test
    void everyBackupIsComparedWithTheLastGoodOneUntilPeopleAcceptASmallerOne() {
        backedUp("first", 100);
        backedUp("second", 10);
        backedUp("third", 10);
        assertThat(plausible("second")).isEqualTo(Condition.Status.False);
        assertThat(plausible("third")).as("beside another small one").isEqualTo(Condition.Status.False);

        world.asUser(() -> {
            ObjectNode patch = Json.mapper().createObjectNode();
            patch.withObject("/metadata/annotations").put(Labels.ACCEPT_SIZE, "true");
            world.api.patch(ResourceType.VOLUME_BACKUP, "shop", "third", patch);
        });
        backedUp("fourth", 10);

        assertThat(plausible("fourth")).isEqualTo(Condition.Status.True);
    }

    private void backedUp(String name, int lines) {
        world.data.put("shop.data", "line\n".repeat(lines));
        world.submit(name);
        world.settle();
    }

    private Condition.Status plausible(String name) {
        return Objects.requireNonNull(Conditions.find(world.status(name).conditions(), "Plausible"))
                .status();
    }
}
