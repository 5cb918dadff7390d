package dev.roadstead.controller.reconcile.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.FakeHost;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.TarRepository;
import dev.roadstead.controller.fixture.TarTree;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.RetainedVolumes;
import dev.roadstead.controller.reconcile.PullSecrets;
import dev.roadstead.model.BackupPolicy;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The backup is one that the world made; what is restored of it is in a repository that gives tar archives. */
class ScratchRestoreTest {
    private static final TarTree TREE = TarTree.empty().file("log", "one");

    private final FakeHost host = new FakeHost(new Effects(), () -> Instant.EPOCH);
    private final MemoryApi api = new MemoryApi(new Effects(), () -> Instant.EPOCH);
    private final TarRepository repository = new TarRepository();
    private final VolumeBackup backup = made();
    private final Trials trials = new Trials();

    private static VolumeBackup made() {
        BackupWorld world = new BackupWorld(null);
        world.submit("now");
        world.settle();
        return world.backup("now");
    }

    @BeforeEach
    void itIsInTheRepository() {
        String id =
                Objects.requireNonNull(Objects.requireNonNull(backup.status()).id());
        repository.put(
                new Manifest(
                        Manifest.FORMAT,
                        id,
                        Manifest.Kind.volume,
                        "installation",
                        "a",
                        "e",
                        "shop/data",
                        null,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "Hot",
                        TREE.tree(),
                        1,
                        "sha",
                        Map.of()),
                TREE.tar());
    }

    private ScratchRestore trial(Repositories repositories) {
        return trial(host, repositories);
    }

    private ScratchRestore trial(FakeHost engine, Repositories repositories) {
        return new ScratchRestore(
                repositories,
                node -> engine,
                new RestoreCheck(
                        api,
                        new PullSecrets(api, api.lister(ResourceType.SERVICE_ACCOUNT, Map.of())),
                        "installation",
                        () -> Instant.EPOCH,
                        Duration.ZERO),
                trials,
                "installation");
    }

    @Test
    void nothingIsLeftOfATrial() throws Exception {
        trial(name -> repository).prove(backup, "a", null, (step, bytes) -> {});

        assertThat(host.volumes().names()).isEmpty();
    }

    /** Another server, or the same one later, removes what has such a name and no trial. */
    @Test
    void whateverAKilledTrialLeavesIsKnownForWhatItIs() throws Exception {
        Set<String> left = new HashSet<>();
        for (int kill = 0; isKilled(kill, left); kill++) {}

        assertThat(left).containsExactly("shop.data.proof");
    }

    private boolean isKilled(int kill, Set<String> left) throws Exception {
        Effects effects = new Effects();
        FakeHost engine = new FakeHost(effects, () -> Instant.EPOCH);
        effects.killAt(kill, false);
        try {
            trial(engine, name -> repository).prove(backup, "a", null, (step, bytes) -> {});
            return false;
        } catch (Effects.Killed _) {
            left.addAll(engine.volumes().names());
            assertThat(RetainedVolumes.scratch(engine.volumes("installation")))
                    .containsExactlyInAnyOrderElementsOf(engine.volumes().names());
            return true;
        }
    }

    @Test
    void itSaysWhatItUsesUntilThatIsGone() throws Exception {
        List<Boolean> used = new ArrayList<>();

        trial(name -> repository).prove(backup, "a", null, (step, bytes) -> used.add(trials.use("shop.data.proof")));

        assertThat(used).isNotEmpty().containsOnly(true);
        assertThat(trials.use("shop.data.proof")).isFalse();
    }

    @Test
    void nothingIsLeftOfATrialWhoseCheckCannotBeRun() {
        var check = new BackupPolicy.Check("app:1", List.of("check"), null, null, Duration.ofMinutes(1));
        host.withoutImage("app:1");

        assertThatThrownBy(() -> trial(name -> repository).prove(backup, "a", check, (step, bytes) -> {}))
                .isInstanceOf(HostException.class);
        assertThat(host.volumes().names()).isEmpty();
        assertThat(host.running()).isEmpty();
    }

    @Test
    void damageIsToldThoughTheScratchVolumeCannotBeRemoved() {
        repository.refuse(new RepositoryException(Kind.DAMAGED, "A pack is not what was stored."));
        host.away(true);

        assertThatThrownBy(() -> trial(name -> repository).prove(backup, "a", null, (step, bytes) -> {}))
                .isInstanceOfSatisfying(
                        RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED))
                .satisfies(e -> assertThat(e.getSuppressed()).hasOnlyElementsOfType(HostException.class));
    }

    @Test
    void thatThereIsNoRepositoryIsNoWordAgainstTheBackup() {
        Repositories none = name -> {
            throw new RepositoryException(Kind.NOT_FOUND, "There is no BackupRepository store.");
        };

        assertThatThrownBy(() -> trial(none).prove(backup, "a", null, (step, bytes) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("There is no BackupRepository store.");
    }
}
