package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.ImageReference;
import dev.roadstead.controller.plan.MountedFiles;
import dev.roadstead.controller.plan.MountedFiles.MountedFile;
import dev.roadstead.controller.plan.PullProgress;
import dev.roadstead.controller.plan.RegistryAccess;
import dev.roadstead.controller.plan.RegistryAccess.Credentials;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import dev.roadstead.testkit.TestImages;
import dev.roadstead.testkit.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real registry that wants a password, reached through the real engine. */
@Timeout(90)
final class RegistryTest {
    private static final String OTHER = "roadstead-test-other";

    private EngineFixture fixture;
    private TestRegistry registry;
    private EngineHttp http;
    private String image;

    @BeforeEach
    void open() throws IOException {
        fixture = new EngineFixture();
        registry = TestRegistry.start();
        http = new EngineHttp(new UnixTransport(fixture.socket), Duration.ofSeconds(5), 4);
        image = registry.host() + "/team/shop:1";
        push(EngineFixture.IMAGE);
    }

    @AfterEach
    void close() throws IOException {
        forget(image);
        http.close();
        registry.close();
        fixture.close();
    }

    private RegistryAccess access(String password) {
        return new RegistryAccess(
                new Credentials(registry.host(), TestRegistry.USER, password, null), "asked with Secret team");
    }

    private RegistryAccess access() {
        return access(TestRegistry.PASSWORD);
    }

    /** Makes the tag stand for this local image, and leaves nothing of it on the engine. */
    private void push(String local) throws IOException {
        String name = registry.host() + "/team/shop";
        assertThat(fixture.engine
                        .post("/images/" + local + "/tag?repo=" + name + "&tag=1", "")
                        .successful())
                .isTrue();
        HttpRequest push =
                new HttpRequest("POST", "/images/" + name + "/push?tag=1", RegistryAuth.headers(access()), "");
        String answer = http.exchange(
                push,
                Duration.ofSeconds(60),
                response -> new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(answer).contains("digest: sha256:").doesNotContain("errorDetail");
        forget(image);
    }

    private void forget(String reference) throws IOException {
        fixture.engine.delete("/images/" + reference);
    }

    private PullImage pull(String reference, RegistryAccess access) {
        return new PullImage(reference, PullPolicy.IfNotPresent, access);
    }

    @Test
    void withTheRightPasswordAnImageIsPulledAndTellsHowItGetsOn() throws IOException {
        push(importNew());
        forget(OTHER + ":new");
        List<PullProgress> heard = new ArrayList<>();

        fixture.host.run(pull(image, access()), heard::add);

        assertThat(fixture.host.image(image)).isPresent();
        assertThat(heard.getFirst()).isEqualTo(PullProgress.BEGINS);
        assertThat(heard.getLast().describe("shop:1")).isEqualTo("pulling shop:1: 1 of 1 layers, 2.0 of 2.0 MB");
    }

    /** An image of which the engine had nothing before. */
    private String importNew() {
        byte[] noise = new byte[2_000_000];
        new Random().nextBytes(noise);
        MountedFiles files = new MountedFiles("/", 0, List.of(new MountedFile("noise", noise, 0444)));
        HttpRequest load = new HttpRequest(
                "POST",
                "/images/create?fromSrc=-&repo=" + OTHER + "&tag=new",
                Map.of("Content-Type", "application/x-tar"),
                TarArchive.of(files));
        http.call(load, Duration.ofSeconds(30));
        return OTHER + ":new";
    }

    @Test
    void withAWrongPasswordOrNoneTheRegistrysWordsAreGivenAndNoPassword() {
        for (RegistryAccess refused : List.of(access("wrong-pass"), RegistryAccess.ANONYMOUS)) {
            assertThatThrownBy(() -> fixture.host.run(pull(image, refused)))
                    .isInstanceOfSatisfying(
                            HostException.class,
                            e -> assertThat(e.kind()).isEqualTo(HostException.Kind.IMAGE_UNAVAILABLE))
                    .hasMessageMatching("(?s).*(unauthorized|no basic auth credentials).*")
                    .hasMessageContaining(refused.remark())
                    .hasMessageNotContaining("wrong-pass");
            assertThatThrownBy(() -> fixture.host.registryDigest(image, refused))
                    .isInstanceOf(HostException.class)
                    .hasMessageMatching("(?s).*(unauthorized|no basic auth credentials).*");
        }
    }

    @Test
    void aMissingTagIsSaidToBeUnknown() {
        String missing = registry.host() + "/team/shop:2";

        assertThatThrownBy(() -> fixture.host.run(pull(missing, access())))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("manifest unknown");
        assertThatThrownBy(() -> fixture.host.registryDigest(missing, access()))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("manifest unknown");
    }

    @Test
    void whatWasResolvedStaysTheSameImageWhenItsTagMoves() throws IOException {
        String pinned = ImageReference.parse(image).pinned(fixture.host.registryDigest(image, access()));
        fixture.host.run(pull(pinned, access()));
        String first = fixture.host.image(pinned).orElseThrow().id();
        forget(pinned);

        TestImages.busybox(fixture.socket, OTHER, "1"); // made at another time, so another image
        push(OTHER + ":1");
        String now = fixture.host.registryDigest(image, access());
        fixture.host.run(pull(pinned, access()));

        assertThat(pinned).doesNotContain(now);
        assertThat(fixture.host.image(pinned).orElseThrow().id()).isEqualTo(first);
        assertThat(fixture.host.image(pinned).orElseThrow().repoDigests()).contains(pinned);
        forget(pinned);
    }
}
