package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.MountedFiles.MountedFile;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Secrets and ConfigMaps as files. */
final class SuppliesTest {
    private final Map<String, Secret> secrets = Map.of(
            "keys", new Secret(named("keys"), Map.of("tls.key", bytes("s3cret"), "tls.crt", bytes("certificate"))));
    private final Map<String, ConfigMap> configMaps =
            Map.of("settings", new ConfigMap(named("settings"), Map.of("app.conf", "debug=1")));

    private static ObjectMeta named(String name) {
        return ObjectMeta.toCreate("shop", name, Map.of(), List.of(), List.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Supplies resolve(Consumer<ObjectNode> change) {
        ContainerTemplate template = Templates.changed(Templates.image("shop:1"), change);
        Container container = ContainerScenes.container(template);
        return Supplies.resolve(container, secrets, configMaps, RegistryAccess.ANONYMOUS);
    }

    private List<MountedFiles> files(Consumer<ObjectNode> change) {
        if (resolve(change) instanceof Supplies.Complete complete) {
            return complete.files();
        }
        throw new AssertionError("something is missing: " + resolve(change));
    }

    private static ObjectNode mount(ObjectNode template, String kind, String name) {
        return template.withArray("volumes")
                .addObject()
                .put("mountPath", "/etc/" + name)
                .putObject(kind)
                .put("name", name);
    }

    @Test
    void everyKeyBecomesAFileThatAllMayRead() {
        MountedFiles mount = files(t -> mount(t, "secret", "keys")).getFirst();

        assertThat(mount.mountPath()).isEqualTo("/etc/keys");
        assertThat(mount.files()).extracting(MountedFile::path).containsExactly("tls.crt", "tls.key");
        assertThat(mount.files()).allMatch(file -> file.mode() == 0444);
    }

    @Test
    void itemsChooseKeysAndPathsAndTheNumberedGroupMayReadThem() {
        MountedFiles mount = files(t -> {
                    t.put("user", "1000:2000");
                    mount(t, "configMap", "settings")
                            .put("mode", "0440")
                            .putArray("items")
                            .addObject()
                            .put("key", "app.conf")
                            .put("path", "conf.d/app");
                })
                .getFirst();

        assertThat(mount.group()).isEqualTo(2000);
        assertThat(mount.files()).extracting(MountedFile::path).containsExactly("conf.d/app");
        assertThat(mount.files().getFirst().mode()).isEqualTo(0440);
        assertThat(mount.files().getFirst().content()).isEqualTo(bytes("debug=1"));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(resolve(t -> mount(t, "secret", "none"))).isEqualTo(new Supplies.Missing("Secret none"));
        assertThat(resolve(t -> mount(t, "secret", "keys")
                        .putArray("items")
                        .addObject()
                        .put("key", "ca")
                        .put("path", "ca")))
                .isEqualTo(new Supplies.Missing("key ca of Secret keys"));
    }

    @Test
    void theirNamesAreThoseToBeLookedUp() {
        ContainerTemplate template = Templates.changed(Templates.image("shop:1"), t -> {
            mount(t, "secret", "keys");
            mount(t, "configMap", "settings");
        });

        assertThat(Supplies.secrets(template)).containsExactly("keys");
        assertThat(Supplies.configMaps(template)).containsExactly("settings");
    }

    @Test
    void noContentIsShown() {
        assertThat(resolve(t -> mount(t, "secret", "keys")).toString())
                .contains("tls.key")
                .doesNotContain("s3cret", java.util.Arrays.toString(bytes("s3cret")));
    }
}
