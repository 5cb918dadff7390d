package dev.roadstead.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.controller.plan.RegistryAccess;
import dev.roadstead.controller.plan.RegistryAccess.Credentials;
import dev.roadstead.model.ContainerTemplate.LocalRef;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import dev.roadstead.model.ServiceAccount;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PullSecretsTest {
    private final World world = new World();
    private final PullSecrets secrets =
            new PullSecrets(world.api(), world.api().lister(ResourceType.SERVICE_ACCOUNT, Map.of()));

    private void secret(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        world.api().create(ResourceType.SECRET, new Secret(named(name), Map.of(".dockerconfigjson", bytes)));
    }

    private static ObjectMeta named(String name) {
        return ObjectMeta.toCreate("shop", name, Map.of(), List.of(), List.of());
    }

    private RegistryAccess access(String image, String... names) {
        return secrets.access("shop", Templates.withPullSecrets(image, List.of(names)));
    }

    private static String auth(String registry, String user, String password) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return "{\"auths\": {\"" + registry + "\": {\"auth\": \"" + pair + "\"}}}";
    }

    @Test
    void theEntryOfTheImagesRegistryIsUsed() {
        secret("one", auth("https://registry.example/v2/", "ann", "pa:ss"));

        assertThat(access("registry.example/shop:1", "one").credentials())
                .isEqualTo(new Credentials("registry.example", "ann", "pa:ss", null));
        assertThat(access("other.example/shop:1", "one").credentials()).isNull();
        assertThat(access("other.example/shop:1", "one").remark()).contains("nothing for registry other.example");
    }

    @Test
    void dockerHubIsKnownByItsOldName() {
        secret("hub", auth("https://index.docker.io/v1/", "ann", "pass"));

        assertThat(access("shop:1", "hub").credentials())
                .isEqualTo(new Credentials("https://index.docker.io/v1/", "ann", "pass", null));
    }

    @Test
    void theLongestPathWins() {
        secret("paths", """
                {"auths": {"r.example": {"username": "all", "password": "1"},
                           "r.example/team/a": {"username": "team", "password": "2"}}}""");

        assertThat(user("r.example/team/a/shop")).isEqualTo("team");
        assertThat(user("r.example/team/ab/shop")).isEqualTo("all");
    }

    private String user(String image) {
        Credentials found = access(image, "paths").credentials();
        return found == null ? "nobody" : found.username();
    }

    @Test
    void theNamespacesOwnComeAfterTheTemplates() {
        secret("mine", auth("a.example", "mine", "1"));
        secret("everyones", auth("b.example", "everyones", "2"));
        world.api()
                .create(
                        ResourceType.SERVICE_ACCOUNT,
                        new ServiceAccount(named("default"), List.of(new LocalRef("everyones"))));

        assertThat(access("b.example/shop", "mine").remark()).isEqualTo("asked with Secret everyones");
        assertThat(access("a.example/shop", "mine").remark()).isEqualTo("asked with Secret mine");
    }

    @Test
    void whatCannotBeUsedIsToldAndNothingOfItsContent() {
        secret("broken", "{\"auths\": s3cret");

        assertThat(access("r.example/shop", "missing", "broken").remark())
                .contains("no Secret missing", "Secret broken cannot be used: it is no JSON")
                .doesNotContain("s3cret");
        secret("good", auth("r.example", "ann", "s3cret"));
        assertThat(access("r.example/shop", "good").toString()).doesNotContain("s3cret");
    }
}
