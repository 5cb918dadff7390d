package dev.roadstead.controller.reconcile.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.trigger.BackupTriggers;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Json;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeRestore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuiesceReconcilerTest {
    private final BackupWorld world = new BackupWorld(null);
    private final QuiesceReconciler quiesced =
            new QuiesceReconciler(world.api, world.api.lister(ResourceType.CONTAINER, Map.of()), world.recorder());

    @ParameterizedTest
    @ValueSource(strings = {"VolumeBackup", "NamespaceBackup", "VolumeRestore"})
    void aContainerThatKeepsStillForWhatIsGoneGoesOn(String kind) {
        quiesce(kind + "/undo");

        assertThat(quiesced.reconcile("shop/web-1-0")).isEqualTo(Outcome.DONE);

        assertThat(quiesce()).isNull();
        assertThat(world.events)
                .containsExactly("Released: It kept still for %s/undo, which is over; it goes on".formatted(kind));
    }

    @Test
    void whileARestoreIsUnderWayItKeepsStillAndIsLookedAtAgain() {
        VolumeRestore restore = restore();
        quiesce("VolumeRestore/undo");

        assertThat(quiesced.reconcile("shop/web-1-0")).isInstanceOf(Outcome.After.class);
        assertThat(quiesce()).isNotNull();

        world.asUser(() -> world.api.delete(
                ResourceType.VOLUME_RESTORE, "shop", "undo", restore.metadata().requireUid()));
        quiesced.reconcile("shop/web-1-0");

        assertThat(quiesce()).isNull();
    }

    @Test
    void itIsLookedAtWhenItIsToldToKeepStill() {
        Container running = container();
        quiesce("VolumeRestore/undo");
        Container still = container();

        assertThat(BackupTriggers.quiesced(running, still)).containsExactly("shop/web-1-0");
        assertThat(BackupTriggers.quiesced(null, still)).containsExactly("shop/web-1-0");
        assertThat(BackupTriggers.quiesced(still, still)).isEmpty();
        assertThat(BackupTriggers.quiesced(still, running)).isEmpty();
    }

    private VolumeRestore restore() {
        Map<String, Object> spec = Map.of(
                "backup",
                "now",
                "target",
                Map.of("volume", "data", "mode", "Swap"),
                "paths",
                List.of(),
                "keepOldFor",
                "24h");
        world.asUser(() -> world.api.create(
                ResourceType.VOLUME_RESTORE,
                new VolumeRestore(
                        ObjectMeta.toCreate("shop", "undo", Map.of(), List.of(), List.of()),
                        Json.mapper().convertValue(spec, VolumeRestore.Spec.class),
                        null)));
        return world.api.find(ResourceType.VOLUME_RESTORE, "shop", "undo").orElseThrow();
    }

    private void quiesce(String by) {
        ObjectNode patch = Json.mapper().createObjectNode();
        patch.putObject("spec").set("quiesce", Json.mapper().valueToTree(new Quiesce(by, Quiesce.How.Stop)));
        world.asUser(() -> world.api.patch(ResourceType.CONTAINER, "shop", "web-1-0", patch));
    }

    private @Nullable Quiesce quiesce() {
        return container().spec().quiesce();
    }

    private Container container() {
        return world.api.find(ResourceType.CONTAINER, "shop", "web-1-0").orElseThrow();
    }
}
