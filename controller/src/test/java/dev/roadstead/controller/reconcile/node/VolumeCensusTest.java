package dev.roadstead.controller.reconcile.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.FakeHost;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.Volumes;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.controller.plan.HostAction.CreateVolume;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.VolumeBlueprint;
import dev.roadstead.controller.plan.VolumeMounts;
import dev.roadstead.controller.plan.VolumePolicy;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Node.RetainedVolume;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Replaced;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VolumeCensusTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Effects effects = new Effects();
    private final MemoryApi api = new MemoryApi(effects, () -> NOW);
    private final FakeHost engine = new FakeHost(effects, () -> NOW);
    private final VolumeCensus census = new VolumeCensus(
            api,
            api.lister(ResourceType.VOLUME, Map.of("node", VolumeMounts::nodes)),
            "shop.busy.proof"::equals,
            World.INSTALLATION);

    @BeforeEach
    void thereAreTwoDockerVolumes() {
        engine.run(new CreateVolume(Volumes.docker("data", "shop.data")));
        engine.run(new CreateVolume(Volumes.docker("data", "shop.data.2")));
        api.create(ResourceType.VOLUME, Volumes.named("data"));
    }

    private Volume volume() {
        return api.find(ResourceType.VOLUME, "shop", "data").orElseThrow();
    }

    /** The Volume has the second one; the first one is kept for a while. */
    private void has(String dockerVolume, Replaced... replaced) {
        Volume.Status status = new Volume.Status(
                1L, "a", dockerVolume, null, null, null, List.of(), null, List.of(replaced), null, null, List.of());
        var patch = Json.mapper().createObjectNode();
        patch.set("status", Json.mapper().valueToTree(status));
        api.patchStatus(ResourceType.VOLUME, "shop", "data", patch);
    }

    private static Replaced kept(String dockerVolume, Duration longer) {
        return new Replaced(dockerVolume, "a", "VolumeRestore/r", NOW.plus(longer));
    }

    private List<String> retained() {
        return census.take("a", engine, Map.of()).retained().stream()
                .map(RetainedVolume::dockerVolume)
                .toList();
    }

    @Test
    void whatNoVolumeHasIsRetained() {
        assertThat(retained()).containsExactly("shop.data", "shop.data.2");
        has("shop.data.2");
        assertThat(retained()).containsExactly("shop.data");
        has("shop.data.2", kept("shop.data", Duration.ofHours(1)));
        assertThat(retained()).isEmpty();
    }

    @Test
    void whatWasReplacedIsKeptForItsTimeAndThenRemoved() {
        has("shop.data.2", kept("shop.data", Duration.ofHours(1)));
        census.removeReplaced("a", engine, NOW);
        assertThat(engine.volumes().names()).containsExactlyInAnyOrder("shop.data", "shop.data.2");

        census.removeReplaced("a", engine, NOW.plus(Duration.ofHours(1)));
        assertThat(engine.volumes().names()).containsExactly("shop.data.2");
        assertThat(Objects.requireNonNull(volume().status()).replaced()).isEmpty();
    }

    @Test
    void whatAVolumeHadGoesAtOnceWhenItsDataIsToGo() {
        var patch = Json.mapper().createObjectNode();
        patch.putObject("metadata").putArray("finalizers").add("x");
        patch.putObject("spec").put("reclaimPolicy", "Delete");
        api.patch(ResourceType.VOLUME, "shop", "data", patch);
        has("shop.data.2", kept("shop.data", Duration.ofHours(1)));
        api.delete(ResourceType.VOLUME, "shop", "data", volume().metadata().requireUid());

        census.removeReplaced("a", engine, NOW);
        assertThat(engine.volumes().names()).containsExactly("shop.data.2");
    }

    @Test
    void oneThatCannotBeRemovedKeepsNoOther() {
        engine.volumes().foreign("hosts-own", Map.of());
        has("shop.data.2", kept("hosts-own", Duration.ZERO), kept("shop.data", Duration.ZERO));

        census.removeReplaced("a", engine, NOW);
        assertThat(engine.volumes().names()).containsExactlyInAnyOrder("hosts-own", "shop.data.2");
        assertThat(Objects.requireNonNull(volume().status()).replaced()).isEmpty();
    }

    @Test
    void whatAVolumeHasIsNeverRemovedWhateverItsListSays() {
        has("shop.data", kept("shop.data", Duration.ZERO));
        census.removeReplaced("a", engine, NOW.plus(Duration.ofDays(1)));
        assertThat(engine.volumes().names()).contains("shop.data");
    }

    @Test
    void whatAKilledRestoreOnTrialLeftIsRemovedAndNothingElse() {
        scratch("shop.left.proof", World.INSTALLATION);
        scratch("shop.busy.proof", World.INSTALLATION);
        scratch("shop.theirs.proof", "another installation");
        engine.run(new CreateVolume(Volumes.docker("data", "shop.data.proof")));

        assertThat(retained()).containsExactly("shop.data", "shop.data.2", "shop.data.proof");
        census.sweep(census.take("a", engine, Map.of()), engine);
        assertThat(engine.volumes().names())
                .containsExactlyInAnyOrder(
                        "shop.busy.proof", "shop.data", "shop.data.2", "shop.data.proof", "shop.theirs.proof");
    }

    private void scratch(String name, String installation) {
        Map<String, String> labels = Map.of(Labels.MANAGED_BY, installation, Labels.NAMESPACE, "shop");
        engine.run(new CreateVolume(
                new VolumeBlueprint(name, VolumePolicy.LOCAL, Map.of(), labels, PolicyLevel.RESTRICTED)));
    }

    @Test
    void whatIsOnAnotherNodeIsThatNodesAffair() {
        has("shop.data.2", kept("shop.data", Duration.ZERO));
        census.removeReplaced("b", engine, NOW.plus(Duration.ofDays(1)));
        assertThat(engine.volumes().names()).contains("shop.data");
    }
}
