package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import dev.roadstead.model.Release.Image;
import dev.roadstead.model.Release.Resolution;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ImageResolutionTest {
    private static final String ONE = "sha256:" + "1".repeat(64);
    private static final String TWO = "sha256:" + "2".repeat(64);

    private static EngineImage pulled(String id, String... repoDigests) {
        return new EngineImage(id, List.of(repoDigests));
    }

    private static ImageResolution of(String image, PullPolicy policy, Map<String, EngineImage> engines) {
        return new ImageResolution(Templates.pulled(image, policy), engines);
    }

    @Test
    void referencesAreReadAsDockerReadsThem() {
        assertThat(parts("shop")).containsExactly("docker.io", "library/shop", null, null);
        assertThat(parts("shop:1.4")).containsExactly("docker.io", "library/shop", "1.4", null);
        assertThat(parts("acme/shop:1.4")).containsExactly("docker.io", "acme/shop", "1.4", null);
        assertThat(parts("docker.io/shop")).containsExactly("docker.io", "library/shop", null, null);
        assertThat(parts("index.docker.io/library/shop")).containsExactly("docker.io", "library/shop", null, null);
        assertThat(parts("localhost/shop")).containsExactly("localhost", "shop", null, null);
        assertThat(parts("localhost:5000/a/shop:1")).containsExactly("localhost:5000", "a/shop", "1", null);
        assertThat(parts("r.example/shop:1@" + ONE)).containsExactly("r.example", "shop", "1", ONE);
    }

    private static List<@Nullable String> parts(String text) {
        ImageReference reference = ImageReference.parse(text);
        return Arrays.asList(reference.registry(), reference.repository(), reference.tag(), reference.digest());
    }

    @Test
    void aDigestIsWhatItIsAndItsTagIsDropped() {
        Image image =
                of("acme/shop:1@" + ONE, PullPolicy.Always, Map.of()).known().orElseThrow();

        assertThat(image.reference()).isEqualTo("acme/shop@" + ONE);
        assertThat(image.resolution()).isEqualTo(Resolution.Resolved);
    }

    @Test
    void anImageThatAnEngineHasPulledIsTakenFromThereUnlessItIsAlwaysPulled() {
        Map<String, EngineImage> engines = Map.of("a", pulled("id", "other@" + TWO, "docker.io/library/shop@" + ONE));

        assertThat(of("shop:1", PullPolicy.IfNotPresent, engines).known().map(Image::reference))
                .contains("shop@" + ONE);
        assertThat(of("shop:1", PullPolicy.Always, engines).known()).isEmpty();
    }

    @Test
    void theRegistryDecidesWhenNoEngineHasTheImageOrTheyDiffer() {
        Map<String, EngineImage> differing = Map.of("a", pulled("x", "shop@" + ONE), "b", pulled("y", "shop@" + TWO));

        assertThat(of("shop:1", PullPolicy.IfNotPresent, Map.of()).known()).isEmpty();
        assertThat(of("shop:1", PullPolicy.IfNotPresent, differing).known()).isEmpty();
        assertThat(of("shop:1", PullPolicy.IfNotPresent, differing)
                        .answered(TWO)
                        .reference())
                .isEqualTo("shop@" + TWO);
    }

    @Test
    void withoutTheRegistryTheImageThatMostEnginesHaveIsTaken() {
        Map<String, EngineImage> engines = Map.of(
                "a", pulled("x", "shop@" + ONE), "b", pulled("y", "shop@" + TWO), "c", pulled("y", "shop@" + TWO));

        Image image = of("shop:1", PullPolicy.IfNotPresent, engines).unanswered("it is down");

        assertThat(image.reference()).isEqualTo("shop@" + TWO);
        assertThat(image.message()).contains("it is down");
    }

    @Test
    void withoutAnyKnowledgeTheReferenceStaysAsItIs() {
        Image image = of("shop:1", PullPolicy.Always, Map.of("a", pulled("x", "shop@" + ONE)))
                .unanswered("manifest unknown");

        assertThat(image.reference()).isEqualTo("shop:1");
        assertThat(image.resolution()).isEqualTo(Resolution.Unresolved);
        assertThat(image.message()).contains("manifest unknown");
    }

    @Test
    void anImageThatWasBuiltOnAnEngineIsLocalAndSaysWhereItDiffers() {
        Map<String, EngineImage> engines =
                Map.of("a", pulled("sha256:0123456789abcdef"), "b", pulled("sha256:fedcba9876543210"));

        Image image = of("shop:1", PullPolicy.IfNotPresent, engines).known().orElseThrow();

        assertThat(image.reference()).isEqualTo("shop:1");
        assertThat(image.resolution()).isEqualTo(Resolution.Local);
        assertThat(image.message()).contains("0123456789ab on a; fedcba987654 on b");
    }

    @Test
    void whatIsNeverPulledIsLocalWhateverTheEnginesHave() {
        Image image = of("shop:1", PullPolicy.Never, Map.of("a", pulled("x", "shop@" + ONE)))
                .known()
                .orElseThrow();

        assertThat(image.resolution()).isEqualTo(Resolution.Local);
        assertThat(image.reference()).isEqualTo("shop:1");
        assertThat(image.message()).doesNotContain("Different");
    }
}
