package dev.roadstead.controller.reconcile.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.backup.Proof;
import dev.roadstead.controller.run.Places;
import dev.roadstead.controller.run.Runs;
import dev.roadstead.model.BackupPolicy;
import dev.roadstead.model.BackupPolicy.Consistency;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Labels;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** A trial is due at four in the morning after the world begins. */
class ProofReconcilerTest {
    private final BackupWorld world = new BackupWorld(new BackupPolicy(
            "store",
            null,
            "UTC",
            Duration.ZERO,
            Consistency.Hot,
            null,
            null,
            new BackupPolicy.Verify("0 4 * * *", null),
            null));

    @Test
    void aRestoreThatWentWellProvesTheBackup() {
        prove((backup, node, check, progress) -> {});

        assertThat(Objects.requireNonNull(proven()).status()).isEqualTo(Condition.Status.True);
        assertThat(world.volume().metadata().annotations()).containsKey(Labels.PROOF_TRIED_AT);
    }

    @ParameterizedTest
    @EnumSource(names = {"DAMAGED", "REFUSED", "NOT_FOUND"})
    void whatIsWrongWithTheBackupSpeaksAgainstIt(Kind kind) {
        prove((backup, node, check, progress) -> {
            throw new RepositoryException(kind, "It is not what was stored.");
        });

        assertThat(Objects.requireNonNull(proven()).status()).isEqualTo(Condition.Status.False);
    }

    @Test
    void aCheckCommandThatFailsSpeaksAgainstItInItsOwnWords() {
        prove((backup, node, check, progress) -> {
            throw new CheckFailedException("The check command exited with 3. Its last lines: table orders is empty");
        });

        Condition proven = Objects.requireNonNull(proven());
        assertThat(proven.status()).isEqualTo(Condition.Status.False);
        assertThat(proven.reason()).isEqualTo("CheckFailed");
        assertThat(proven.message()).contains("exited with 3").contains("table orders is empty");
    }

    @Test
    void aServerThatHasLostTheVolumeProvesNothing() {
        assertThatThrownBy(() -> prove((backup, node, check, progress) -> world.claim(Ownership.Claim.THEIRS)))
                .isInstanceOf(ApiCallException.class);

        assertNothingIsKnown();
    }

    static Stream<Exception> passing() {
        return Stream.of(
                new IOException("connection reset"),
                new HostException(HostException.Kind.ENGINE, "no space left on device", null),
                new InterruptedException("cancelled"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whatIsWrongOnTheWaySaysNothingOfTheBackupAndItIsTriedAgain(Exception failure) {
        prove((backup, node, check, progress) -> {
            throw failure;
        });

        assertNothingIsKnown();
        boolean told = world.events.stream().anyMatch(event -> event.startsWith("RestoreNotTried"));
        assertThat(told).isEqualTo(!(failure instanceof InterruptedException));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"DAMAGED", "REFUSED", "NOT_FOUND"},
            mode = Mode.EXCLUDE)
    void norDoesARepositoryThatIsInTheWay(Kind kind) {
        prove((backup, node, check, progress) -> {
            throw new RepositoryException(kind, "Another process prunes it.");
        });

        assertNothingIsKnown();
    }

    private void assertNothingIsKnown() {
        assertThat(proven()).isNull();
        assertThat(world.volume().metadata().annotations()).doesNotContainKey(Labels.PROOF_TRIED_AT);
        assertThat(world.events.getFirst()).isEqualTo("BackedUp");
        assertThat(world.events).noneMatch(event -> event.startsWith("RestoreFailed"));
    }

    private void prove(Prover prover) {
        world.submit("now");
        world.settle();
        world.now = world.now.plus(Duration.ofHours(17));
        Runs<Proof> runs = new Runs<>(new Places(1, 3), key -> {}, Runnable::run);
        var proofs = new ProofReconciler(world::fenced, world.caches(), runs, prover, world.recorder(), world.clock);
        for (int i = 0; i < 3; i++) {
            proofs.reconcile("shop/data");
        }
    }

    private @Nullable Condition proven() {
        return Conditions.find(world.status("now").conditions(), "Proven");
    }
}
