package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Volumes;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.controller.plan.HostAction.CreateVolume;
import dev.roadstead.controller.plan.HostAction.RemoveVolume;
import dev.roadstead.controller.plan.VolumeSnapshot.Away;
import dev.roadstead.controller.plan.VolumeSnapshot.Elsewhere;
import dev.roadstead.controller.plan.VolumeSnapshot.NoNode;
import dev.roadstead.controller.plan.VolumeSnapshot.Place;
import dev.roadstead.controller.plan.VolumeSnapshot.Reached;
import dev.roadstead.controller.plan.VolumeSnapshot.Unbound;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.SizeEnforcement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VolumePlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Place NOTHING_THERE = new Reached("a", Optional.empty(), List.of(), false);

    private Volume volume = Volumes.stored(Volumes.bound(Volumes.named("data"), "a"));
    private Elsewhere elsewhere = Elsewhere.NOTHING;
    private List<Container> users = List.of();
    private PolicyLevel policy = PolicyLevel.BASELINE;
    private Optional<String> rival = Optional.empty();
    private Optional<Measured> usage = Optional.empty();

    private VolumePlan plan(Place place) {
        return VolumePlanner.plan(
                new VolumeSnapshot(volume, place, elsewhere, users, rival, policy, usage, World.INSTALLATION, NOW));
    }

    private static EngineVolume docker(String name) {
        VolumeBlueprint made = Volumes.docker("data", name);
        return new EngineVolume(name, made.driver(), made.options(), made.labels(), null);
    }

    private static EngineVolume filled(String name) {
        Map<String, String> labels = new HashMap<>(docker(name).labels());
        labels.put(Labels.FILLED, "true");
        return new EngineVolume(name, "local", Map.of(), labels, null);
    }

    private static EngineVolume foreign(String name, Map<String, String> options) {
        return new EngineVolume(name, "local", options, Map.of(), null);
    }

    private static Place there(EngineVolume docker) {
        return new Reached("a", Optional.of(docker), List.of(docker), false);
    }

    private static Place foreignThere(EngineVolume docker) {
        return new Reached("a", Optional.of(docker), List.of(), false);
    }

    private static String reason(VolumePlan plan) {
        return condition(plan, "Ready").reason();
    }

    private static Condition condition(VolumePlan plan, String type) {
        return Objects.requireNonNull(Conditions.find(plan.status().conditions(), type), type);
    }

    private void known(VolumePlan plan) {
        volume = new Volume(volume.metadata(), volume.spec(), plan.status());
    }

    private void ready(String dockerVolume) {
        volume = Volumes.ready(volume, "a", dockerVolume);
    }

    private void source(String dockerVolume) {
        volume = Volumes.changed(volume, spec -> spec.putObject("source").put("dockerVolume", dockerVolume));
    }

    @Test
    void withoutANodeItWaitsForTheFirstContainer() {
        volume = Volumes.stored(Volumes.named("data"));
        VolumePlan plan = plan(new Unbound());
        assertThat(plan.actions()).isEmpty();
        assertThat(reason(plan)).isEqualTo("WaitForFirstConsumer");
    }

    @Test
    void onItsNodeItIsMadeAndThenReady() {
        VolumePlan plan = plan(NOTHING_THERE);
        assertThat(plan.actions()).containsExactly(new CreateVolume(Volumes.docker("data", "shop.data")));
        assertThat(plan.status().dockerVolume()).as("before it is there").isNull();
        known(plan);

        VolumePlan made = plan(there(docker("shop.data")));
        assertThat(made.actions()).isEmpty();
        assertThat(made.status().nodeName()).isEqualTo("a");
        assertThat(made.status().dockerVolume()).isEqualTo("shop.data");
        assertThat(condition(made, "Ready").status()).isEqualTo(Condition.Status.True);
        known(made);

        VolumePlan again = plan(there(docker("shop.data")));
        assertThat(again.status()).isEqualTo(made.status());
        assertThat(again.notes()).isEmpty();
    }

    @Test
    void whatAVolumeOfItsNameLeftIsTakenOver() {
        VolumePlan plan = plan(new Reached("a", Optional.empty(), List.of(docker("shop.data.2")), true));
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.status().dockerVolume()).isEqualTo("shop.data.2");
        assertThat(plan.notes()).extracting(Note::reason).containsExactly("Adopted");
    }

    @Test
    void ofSeveralThatAreLeftPeopleChoose() {
        VolumePlan plan = plan(new Reached(
                "a", Optional.of(docker("shop.data")), List.of(docker("shop.data"), docker("shop.data.2")), true));
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.status().dockerVolume()).isNull();
        assertThat(reason(plan)).isEqualTo("AdoptionUnclear");
        assertThat(condition(plan, "Ready").message()).contains("shop.data, shop.data.2");
    }

    @Test
    void whatACopyWasPutIntoIsTakenWhenItIsNamedAndNeverByItself() {
        Place half = new Reached("a", Optional.empty(), List.of(filled("shop.data.2")), true);
        assertThat(plan(half).status().dockerVolume()).isNull();
        assertThat(reason(plan(half))).isEqualTo("AdoptionUnclear");
        assertThat(condition(plan(half), "Ready").message()).contains("shop.data.2", "source.dockerVolume");

        source("shop.data.2");
        assertThat(plan(there(filled("shop.data.2"))).status().dockerVolume()).isEqualTo("shop.data.2");
    }

    @Test
    void whatMayBeAnOldCopyIsNotTaken() {
        elsewhere = new Elsewhere(Set.of("b"), Set.of());
        VolumePlan plan = plan(there(docker("shop.data")));
        assertThat(plan.status().dockerVolume()).isNull();
        assertThat(reason(plan)).isEqualTo("AdoptionUnclear");
        assertThat(condition(plan, "Ready").message()).contains("on node b too");
    }

    @Test
    void whatWasMadeJustNowIsNoOldCopy() {
        elsewhere = new Elsewhere(Set.of("b"), Set.of());
        known(plan(NOTHING_THERE));
        assertThat(plan(there(docker("shop.data"))).status().dockerVolume()).isEqualTo("shop.data");
    }

    @Test
    void dataThatIsGoneIsNeverMadeAnew() {
        ready("shop.data");
        VolumePlan plan = plan(NOTHING_THERE);
        assertThat(plan.actions()).isEmpty();
        assertThat(reason(plan)).isEqualTo("Lost");
        assertThat(plan.status().dockerVolume()).isEqualTo("shop.data");
        assertThat(plan.notes()).extracting(Note::reason).containsExactly("Lost");
    }

    @Test
    void aVolumeThatSomebodyMadeInItsPlaceIsNotTakenForIt() {
        ready("shop.data");
        assertThat(reason(plan(foreignThere(foreign("shop.data", Map.of()))))).isEqualTo("Lost");
    }

    @Test
    void aForeignVolumeOfItsNameIsNotTouched() {
        VolumePlan plan = plan(foreignThere(foreign("shop.data", Map.of())));
        assertThat(plan.actions()).isEmpty();
        assertThat(reason(plan)).isEqualTo("NameTaken");
    }

    @Test
    void optionsThatReachTheHostAreRefused() {
        volume = Volumes.changed(
                volume,
                spec -> spec.putObject("driverOptions")
                        .put("type", "none")
                        .put("device", "/")
                        .put("o", "bind"));
        assertThat(reason(plan(NOTHING_THERE))).isEqualTo("Refused");
        policy = PolicyLevel.PRIVILEGED;
        assertThat(plan(NOTHING_THERE).actions()).hasSize(1);
    }

    @Test
    void theHostsOwnVolumesAreImportedAtLevelPrivilegedOnly() {
        source("pgdata");
        Place host = foreignThere(foreign("pgdata", Map.of()));
        assertThat(reason(plan(host))).isEqualTo("Refused");
        policy = PolicyLevel.PRIVILEGED;
        VolumePlan plan = plan(host);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.status().dockerVolume()).isEqualTo("pgdata");
        assertThat(reason(plan)).isEqualTo("Available");
        assertThat(reason(plan(NOTHING_THERE))).isEqualTo("NoSuchDockerVolume");
        rival = Optional.of("shop/other");
        assertThat(reason(plan(host))).isEqualTo("InUse");
    }

    @Test
    void ofOursOnlyThoseOfItsNamespaceAreImported() {
        source("bank.ledger");
        Map<String, String> labels = Map.of(
                "roadstead.dev/managed-by", World.INSTALLATION,
                "roadstead.dev/namespace", "bank",
                "roadstead.dev/volume", "ledger");
        policy = PolicyLevel.PRIVILEGED;
        Place place = foreignThere(new EngineVolume("bank.ledger", "local", Map.of(), labels, null));
        assertThat(reason(plan(place))).isEqualTo("Refused");
        policy = PolicyLevel.BASELINE;
        source("shop.old");
        assertThat(reason(plan(foreignThere(docker("shop.old"))))).isEqualTo("Available");
        source("shop.old.proof");
        assertThat(reason(plan(foreignThere(docker("shop.old.proof")))))
                .as("of a restore on trial")
                .isEqualTo("Refused");
    }

    @Test
    void itsSizeIsComparedWithWhatWasMeasured() {
        ready("shop.data");
        volume = Volumes.changed(volume, spec -> spec.put("size", "1Ki"));
        usage = Optional.of(new Measured(1000, NOW));
        VolumePlan within = plan(there(docker("shop.data")));
        assertThat(condition(within, "WithinSize").status()).isEqualTo(Condition.Status.True);
        assertThat(within.status().sizeEnforcement()).isEqualTo(SizeEnforcement.NotEnforced);
        assertThat(Objects.requireNonNull(within.status().usedBytes()).value()).isEqualTo(1000);
        usage = Optional.of(new Measured(2000, NOW));
        assertThat(condition(plan(there(docker("shop.data"))), "WithinSize").reason())
                .isEqualTo("SizeExceeded");
    }

    @Test
    void memoryIsKeptWithinItsSizeByTheKernel() {
        volume = Volumes.changed(volume, spec -> {
            spec.put("size", "1Mi");
            spec.putObject("driverOptions").put("type", "tmpfs").put("device", "tmpfs");
        });
        VolumePlan plan = plan(NOTHING_THERE);
        assertThat(((CreateVolume) plan.actions().getFirst()).blueprint().options())
                .containsEntry("o", "size=1048576");
        assertThat(plan.status().sizeEnforcement()).isEqualTo(SizeEnforcement.Enforced);
    }

    @Test
    void aNodeThatCannotBeAskedSaysNothingOfTheData() {
        ready("shop.data");
        VolumePlan plan = plan(new Away("a", "it is silent"));
        assertThat(condition(plan, "Ready").status()).isEqualTo(Condition.Status.Unknown);
        assertThat(plan.status().dockerVolume()).isEqualTo("shop.data");
        assertThat(reason(plan(new NoNode("a")))).isEqualTo("NodeUnknown");
    }

    @Test
    void aDeletedVolumeWaitsForItsContainers() {
        ready("shop.data");
        volume = Volumes.deleted(volume);
        users = List.of(ContainerScenes.container(Volumes.mounting("app:1")));
        VolumePlan plan = plan(there(docker("shop.data")));
        assertThat(plan.released()).isFalse();
        assertThat(condition(plan, "Ready").message()).contains("web-1-0");
    }

    @Test
    void retainedDataIsListedBeforeItsVolumeGoes() {
        ready("shop.data");
        volume = Volumes.deleted(volume);
        assertThat(plan(there(docker("shop.data"))).released()).isFalse();
        Optional<EngineVolume> docker = Optional.of(docker("shop.data"));
        VolumePlan listed = plan(new Reached("a", docker, List.of(docker.get()), true));
        assertThat(listed.released()).isTrue();
        assertThat(listed.actions()).isEmpty();
        assertThat(plan(new Away("a", "it is silent")).released()).isTrue();
    }

    @Test
    void dataThatIsToGoIsRemovedFirst() {
        volume = Volumes.changed(volume, spec -> spec.put("reclaimPolicy", "Delete"));
        ready("shop.data");
        volume = Volumes.deleted(volume);
        VolumePlan plan = plan(there(docker("shop.data")));
        assertThat(plan.actions()).containsExactly(new RemoveVolume("shop.data", World.INSTALLATION));
        assertThat(plan.released()).isFalse();
        assertThat(plan(NOTHING_THERE).released()).isTrue();
        assertThat(plan(new Away("a", "it is silent")).released()).isFalse();
        assertThat(plan(new NoNode("a")).released()).isTrue();
    }

    @Test
    void dataThatIsToGoGoesFromEveryNode() {
        volume = Volumes.changed(volume, spec -> spec.put("reclaimPolicy", "Delete"));
        ready("shop.data");
        volume = Volumes.deleted(volume);
        elsewhere = new Elsewhere(Set.of(), Set.of("b"));
        assertThat(plan(NOTHING_THERE).released()).isFalse();
        assertThat(condition(plan(NOTHING_THERE), "Ready").message()).contains("node b");
        elsewhere = Elsewhere.NOTHING;
        assertThat(plan(NOTHING_THERE).released()).isTrue();
    }

    @Test
    void retainedDataThatCannotBeListedIsWaitedForWhileThereAreOlderCopies() {
        ready("shop.data");
        volume = Volumes.deleted(volume);
        elsewhere = new Elsewhere(Set.of(), Set.of("b"));
        VolumePlan plan = plan(new Away("a", "it is silent"));
        assertThat(plan.released()).isFalse();
        assertThat(condition(plan, "Ready").message()).contains("older copy on node b");
    }

    @Test
    void whatAnEarlierVolumeOfItsNameLeftIsNotRemovedWithIt() {
        volume = Volumes.changed(volume, spec -> spec.put("reclaimPolicy", "Delete"));
        source("shop.data.2");
        ready("shop.data.2");
        volume = Volumes.deleted(volume);
        EngineVolume has = docker("shop.data.2");
        VolumePlan plan = plan(new Reached("a", Optional.of(has), List.of(docker("shop.data"), has), false));
        assertThat(plan.actions()).containsExactly(new RemoveVolume("shop.data.2", World.INSTALLATION));
        assertThat(plan(new Reached("a", Optional.empty(), List.of(docker("shop.data")), false))
                        .released())
                .isTrue();
    }

    @Test
    void whatWasImportedFromTheHostStaysWhateverIsSaid() {
        volume = Volumes.changed(volume, spec -> spec.put("reclaimPolicy", "Delete"));
        source("pgdata");
        ready("pgdata");
        volume = Volumes.deleted(volume);
        VolumePlan plan = plan(foreignThere(foreign("pgdata", Map.of())));
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.released()).isTrue();
        assertThat(plan.notes()).extracting(Note::reason).containsExactly("Kept");
    }
}
