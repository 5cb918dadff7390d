package dev.roadstead.controller.reconcile.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.controller.plan.EngineImage;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Json;
import dev.roadstead.model.Node;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Release;
import dev.roadstead.model.Release.Resolution;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ImageReconcilerTest {
    private static final String DIGEST = "sha256:" + "1".repeat(64);

    private final World world = new World();

    private void release(String image) {
        ObjectMeta metadata = ObjectMeta.toCreate("shop", "web-1", Map.of(), List.of(), List.of());
        Release.Spec spec = new Release.Spec("web", 1, "hash", Templates.image(image), null, null, null, Map.of());
        world.api().create(ResourceType.RELEASE, new Release(metadata, spec, null));
    }

    private Release.Status status() {
        Release.Status status = world.api()
                .find(ResourceType.RELEASE, "shop", "web-1")
                .orElseThrow()
                .status();
        return status == null ? Release.Status.NONE : status;
    }

    private Release.Image image() {
        Release.Image image = status().image();
        if (image == null) {
            throw new AssertionError("not resolved yet");
        }
        return image;
    }

    @Test
    void aTagBecomesTheDigestThatTheRegistrySays() {
        world.host().withoutImage("shop:1");
        world.host().registry("shop:1", DIGEST);
        release("shop:1");

        world.passes();

        assertThat(image().reference()).isEqualTo("shop@" + DIGEST);
    }

    @Test
    void itIsSaidOnceAndNeverAgain() {
        release("shop:1");
        world.passes();
        world.host().image("shop:1", new EngineImage("id", List.of("shop@" + DIGEST)));

        world.passes();

        assertThat(image().reference()).isEqualTo("shop:1");
        assertThat(image().resolution()).isEqualTo(Resolution.Local);
    }

    @Test
    void nobodyElsesFieldIsTouched() {
        release("shop:1");
        Release.Outcome outcome =
                new Release.Outcome(Phase.Progressing, Instant.parse("2026-01-01T00:00:00Z"), null, "under way");
        var patch = Json.mapper().createObjectNode();
        patch.set("status", Json.mapper().valueToTree(Release.Status.NONE.withOutcome(outcome)));
        world.api().patchStatus(ResourceType.RELEASE, "shop", "web-1", patch);

        world.passes();

        assertThat(status().outcome()).isEqualTo(outcome);
        assertThat(image().reference()).isEqualTo("shop:1");
    }

    @Test
    void withoutAnEngineItWaitsForTenSecondsAndNoLonger() {
        world.closed("the node is away");
        release("shop:1");

        world.passes();
        assertThat(status().image()).isNull();

        world.advance(Duration.ofSeconds(10));
        world.passes();
        assertThat(image().resolution()).isEqualTo(Resolution.Unresolved);
        assertThat(image().reference()).isEqualTo("shop:1");
    }

    @Test
    void theEngineOfANodeIsAskedThatIsSelectedByWhatTheEngineIs() {
        var patch = Json.mapper().createObjectNode();
        Node.Engine engine = new Node.Engine("id", "28.0.0", "1.48", "linux", "x86_64", "overlay2", "2");
        patch.putObject("status").set("engine", Json.mapper().valueToTree(engine));
        world.api().patchStatus(ResourceType.NODE, "", "a", patch);
        Map<String, String> selector = Map.of("kubernetes.io/arch", "amd64", "kubernetes.io/os", "linux");
        world.submit(
                Apps.of(1, "shop:1").placement(new Placement(null, selector, List.of(), List.of(), Preference.Spread)));
        world.host().image("shop:1", new EngineImage("id", List.of("shop@" + DIGEST)));
        release("shop:1");

        world.passes();

        assertThat(image().reference()).isEqualTo("shop@" + DIGEST);
    }

    @Test
    void aRegistryThatRefusesIsQuoted() {
        world.host().withoutImage("shop:1");
        release("shop:1");

        world.passes();

        assertThat(image().resolution()).isEqualTo(Resolution.Unresolved);
        assertThat(image().message()).contains("no registry has shop:1");
    }
}
