package dev.roadstead.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.store.CanonicalJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VersionViewTest {
    private final VersionView view = new VersionView(Samples.widget("a").definition());

    @Test
    void objectOfTheSameVersionIsSentAsItIs() {
        byte[] stored = stored("test.dev/v1");

        assertThat(view.of(stored)).isSameAs(stored);
    }

    @Test
    void objectOfAnotherVersionGetsTheApiVersionAlone() {
        for (String version : new String[] {"test.dev/v1beta1", "test.dev/v", "test.dev/v10"}) {
            assertThat(new String(view.of(stored(version)), StandardCharsets.UTF_8))
                    .isEqualTo(new String(stored("test.dev/v1"), StandardCharsets.UTF_8));
        }
    }

    private static byte[] stored(String apiVersion) {
        return CanonicalJson.encode(Samples.json(
                "{'apiVersion': '" + apiVersion + "', 'kind': 'Widget', 'metadata': {'name': 'a'}, 'spec': {}}"));
    }
}
