package dev.roadstead.controller.reconcile.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.EnvVar;
import dev.roadstead.model.ContainerTemplate.KeyRef;
import dev.roadstead.model.ContainerTemplate.ValueFrom;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import dev.roadstead.model.SecretStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A Secret that changes, seen from the containers. */
class ConfigReaderTest {
    private final World world = new World();

    @Test
    void aRotatedSecretReplacesTheContainersThatUseIt() {
        secret("db", Map.of("password", "one", "other", "x"));
        world.submit(app(false));
        world.settle();
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.1.0"));

        change("db", data -> data.put("other", base64("y")));
        world.settle();
        assertThat(world.host().names()).as("a key that it does not use").isEqualTo(Set.of("shop.web.1.0"));

        change("db", data -> data.put("password", base64("two")));
        world.settle();
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.2.0"));

        world.restart();
        world.settle();
        assertThat(world.host().names()).as("what is known survives").isEqualTo(Set.of("shop.web.2.0"));
    }

    @Test
    void aSecretThatComesLateStartsOneReleaseOnly() {
        world.submit(app(false));
        world.settle();
        secret("db", Map.of("password", "one"));
        world.settle();
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.1.0"));
    }

    @Test
    void anOptionalOneThatComesLateIsAChange() {
        world.submit(app(true));
        world.settle();
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.1.0"));
        secret("db", Map.of("password", "one"));
        world.settle();
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.2.0"));
    }

    @Test
    void releasesDoNotTellWhatIsInASecret() {
        secret("db", Map.of("password", "hunter2"));
        world.submit(app(false));
        world.settle();
        String digest = world.api()
                .find(ResourceType.RELEASE, "shop", "web-1")
                .orElseThrow()
                .known()
                .configDigest();
        assertThat(digest).matches("[0-9a-f]{32}");
        assertThat(new ConfigKey(new byte[] {2}).digest("hunter2".getBytes(StandardCharsets.UTF_8)))
                .isNotEqualTo(new ConfigKey(new byte[] {1}).digest("hunter2".getBytes(StandardCharsets.UTF_8)));
    }

    /** Its content is another though the Secret is the same. */
    @Test
    void whatLiesElsewhereIsAskedForAgainAndNotStored() {
        world.stores().put("apps/db", "one");
        secret("vault", Map.of("token", "t"));
        store();
        stored("db", Map.of("store", "team", "path", "apps/db"));
        world.submit(app(false));
        world.settle();
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.1.0"));
        assertThat(world.api()
                        .find(ResourceType.SECRET, "shop", "db")
                        .orElseThrow()
                        .data())
                .containsOnlyKeys("store", "path");

        world.stores().put("apps/db", "two");
        world.settle();
        assertThat(world.host().names()).as("within a minute").isEqualTo(Set.of("shop.web.1.0"));
        world.stores().seal(true);
        world.advance(Duration.ofMinutes(1));
        world.settle();
        assertThat(world.host().names())
                .as("a store that is down changes nothing")
                .isEqualTo(Set.of("shop.web.1.0"));
        world.stores().seal(false);
        world.advance(Duration.ofMinutes(1));
        world.settle();
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.2.0"));
    }

    /** After a start nothing is known yet: that is no change either, not even of what may be missing. */
    @Test
    void aStoreThatIsDownAtTheStartChangesNothing() {
        world.stores().put("apps/db", "one");
        secret("vault", Map.of("token", "t"));
        store();
        stored("db", Map.of("store", "team", "path", "apps/db"));
        world.submit(app(true));
        world.settle();
        world.stores().seal(true);
        world.restart();
        world.settle();
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.1.0"));
    }

    @Test
    void aContainerSaysWhyItWaitsForAStore() {
        secret("vault", Map.of("token", "t"));
        stored("db", Map.of("store", "team", "path", "apps/db"));
        world.submit(app(false));
        world.settle();
        assertThat(said()).contains("Secret db names SecretStore team, which is not in namespace shop");
        store();
        world.advance(Duration.ofMinutes(1));
        world.settle();
        assertThat(said()).contains("Secret db, path apps/db of SecretStore team: there is nothing at apps/db");
        world.stores().put("apps/db", "one");
        world.advance(Duration.ofMinutes(1));
        world.settle();
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.1.0"));
    }

    private String said() {
        return String.valueOf(world.api()
                .find(ResourceType.CONTAINER, "shop", "web-1-0")
                .orElseThrow()
                .status());
    }

    private void store() {
        var auth = new SecretStore.Auth(new SecretStore.Key("vault", "token"), null);
        var vault = new SecretStore.Vault("https://vault.example.com", "secret", null, null, auth);
        ObjectMeta metadata = ObjectMeta.toCreate("shop", "team", Map.of(), List.of(), List.of());
        world.api().create(ResourceType.SECRET_STORE, new SecretStore(metadata, new SecretStore.Spec(vault), null));
    }

    private static Apps app(boolean optional) {
        ContainerTemplate template = Templates.withEnvironment(
                List.of(new EnvVar(
                        "PASSWORD", null, new ValueFrom(new KeyRef("db", "password", optional), null, null))),
                List.of());
        return Apps.of(1, "app:1").template(template);
    }

    private void secret(String name, Map<String, String> data) {
        secret(name, null, data);
    }

    private void stored(String name, Map<String, String> data) {
        secret(name, Secret.STORED, data);
    }

    private void secret(String name, @Nullable String type, Map<String, String> data) {
        ObjectMeta metadata = ObjectMeta.toCreate("shop", name, Map.of(), List.of(), List.of());
        Map<String, byte[]> bytes = new TreeMap<>();
        data.forEach((key, value) -> bytes.put(key, value.getBytes(StandardCharsets.UTF_8)));
        world.api().create(ResourceType.SECRET, new Secret(metadata, type, bytes));
    }

    private void change(String name, Consumer<ObjectNode> change) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        change.accept(patch.putObject("data"));
        world.api().patch(ResourceType.SECRET, "shop", name, patch);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
