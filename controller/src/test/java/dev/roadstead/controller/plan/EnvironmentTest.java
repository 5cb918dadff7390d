package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.Environment.Missing;
import dev.roadstead.controller.plan.Environment.Resolved;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate.EnvFrom;
import dev.roadstead.model.ContainerTemplate.EnvVar;
import dev.roadstead.model.ContainerTemplate.FieldRef;
import dev.roadstead.model.ContainerTemplate.KeyRef;
import dev.roadstead.model.ContainerTemplate.ObjectRef;
import dev.roadstead.model.ContainerTemplate.ValueFrom;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static final Map<String, Secret> SECRETS =
            Map.of("db", new Secret(meta("db"), Map.of("PASSWORD", "s3cret".getBytes(StandardCharsets.UTF_8))));
    private static final Map<String, ConfigMap> CONFIG =
            Map.of("app", new ConfigMap(meta("app"), Map.of("MODE", "from config", "LEVEL", "info")));

    @Test
    void laterSourcesWinAndVariablesWinOverSources() {
        Environment resolved = resolve(
                List.of(new EnvVar("MODE", "mine", null), new EnvVar("EMPTY", null, null)),
                List.of(
                        new EnvFrom(null, null, new ObjectRef("app", false)),
                        new EnvFrom("DB_", new ObjectRef("db", false), null)));
        assertThat(resolved)
                .isEqualTo(new Resolved(Map.of("MODE", "mine", "LEVEL", "info", "DB_PASSWORD", "s3cret", "EMPTY", "")));
    }

    @Test
    void keysAndFieldsAreLookedUp() {
        Environment resolved = resolve(
                List.of(
                        fromSecret("P", "db", "PASSWORD", false),
                        new EnvVar("N", null, new ValueFrom(null, null, new FieldRef(FieldRef.Field.NAME))),
                        new EnvVar("S", null, new ValueFrom(null, null, new FieldRef(FieldRef.Field.NAMESPACE))),
                        new EnvVar("H", null, new ValueFrom(null, null, new FieldRef(FieldRef.Field.NODE_NAME)))),
                List.of());
        assertThat(resolved).isEqualTo(new Resolved(Map.of("P", "s3cret", "N", "web-1-0", "S", "shop", "H", "a")));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(resolve(List.of(fromSecret("P", "db", "USER", false)), List.of()))
                .isEqualTo(new Missing("key USER of Secret db"));
        assertThat(resolve(List.of(fromSecret("P", "other", "USER", false)), List.of()))
                .isEqualTo(new Missing("Secret other (its key USER is wanted)"));
        assertThat(resolve(List.of(), List.of(new EnvFrom(null, null, new ObjectRef("other", false)))))
                .isEqualTo(new Missing("ConfigMap other"));
    }

    @Test
    void whatIsOptionalMayBeMissing() {
        assertThat(resolve(
                        List.of(fromSecret("P", "other", "USER", true)),
                        List.of(new EnvFrom(null, new ObjectRef("other", true), null))))
                .isEqualTo(new Resolved(Map.of()));
    }

    @Test
    void valuesAreNotShown() {
        assertThat(resolve(List.of(fromSecret("P", "db", "PASSWORD", false)), List.of())
                        .toString())
                .isEqualTo("Resolved[P]");
    }

    @Test
    void referencesAreFoundForLookingUp() {
        Container container = container(
                List.of(fromSecret("P", "db", "X", false)),
                List.of(new EnvFrom(null, null, new ObjectRef("app", false))));
        assertThat(Supplies.secrets(container.spec().template())).containsExactly("db");
        assertThat(Supplies.configMaps(container.spec().template())).containsExactly("app");
    }

    private static Environment resolve(List<EnvVar> env, List<EnvFrom> envFrom) {
        return Environment.resolve(container(env, envFrom), SECRETS, CONFIG);
    }

    private static Container container(List<EnvVar> env, List<EnvFrom> envFrom) {
        Fleet fleet = new Fleet(Apps.of(1, "-").template(Templates.withEnvironment(env, envFrom)), Nodes.ready("a"));
        fleet.pass();
        return fleet.container("web-1-0");
    }

    private static EnvVar fromSecret(String name, String secret, String key, boolean optional) {
        return new EnvVar(name, null, new ValueFrom(new KeyRef(secret, key, optional), null, null));
    }

    private static ObjectMeta meta(String name) {
        return ObjectMeta.toCreate("shop", name, Map.of(), List.of(), List.of());
    }
}
