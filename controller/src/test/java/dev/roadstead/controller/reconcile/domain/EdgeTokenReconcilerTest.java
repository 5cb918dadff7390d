package dev.roadstead.controller.reconcile.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.edge.EdgeTokens;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.plan.NodeFields;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The token of a node's edge, and the header field with it, come with the node and go with it. */
class EdgeTokenReconcilerTest {
    private final MemoryApi api = new MemoryApi(new Effects(), () -> Instant.EPOCH);
    private final EdgeTokenReconciler tokens = new EdgeTokenReconciler(
            api, api.lister(ResourceType.NODE, Map.of()), () -> new byte[] {1, 2}, EdgeTokenReconcilerTest::digest);

    @Test
    void aNodeGetsATokenAndTheHeaderFieldThatSaysIt() {
        api.create(ResourceType.NODE, Nodes.ready("a"));
        tokens.reconcile("a");
        assertThat(said("token")).isEqualTo("0102");
        assertThat(said("authorization")).isEqualTo("Bearer 0102");
        api.delete(
                ResourceType.NODE,
                "",
                "a",
                api.find(ResourceType.NODE, "", "a").orElseThrow().metadata().requireUid());
        tokens.reconcile("a");
        assertThat(secret()).isEmpty();
    }

    @Test
    void aTokenOfSomebodysStaysAndItsHeaderFieldFollowsIt() {
        api.create(ResourceType.NODE, Nodes.ready("a"));
        ObjectMeta metadata = ObjectMeta.toCreate(EdgeTokens.NAMESPACE, "edge-a", Map.of(), List.of(), List.of());
        api.create(ResourceType.SECRET, new Secret(metadata, Map.of("token", "mine".getBytes(StandardCharsets.UTF_8))));
        tokens.reconcile("a");
        assertThat(said("token")).isEqualTo("mine");
        assertThat(said("authorization")).isEqualTo("Bearer mine");
        assertThat(EdgeTokens.nodeOf(metadata)).contains("a");
    }

    @Test
    void theNodeSaysThatItsTokenIsAnother() {
        api.create(ResourceType.NODE, Nodes.ready("a"));
        tokens.reconcile("a");
        assertThat(noted()).isEqualTo("digest of 0102");
        api.delete(
                ResourceType.SECRET,
                EdgeTokens.NAMESPACE,
                "edge-a",
                secret().orElseThrow().metadata().requireUid());
        api.create(
                ResourceType.SECRET,
                new Secret(
                        ObjectMeta.toCreate(EdgeTokens.NAMESPACE, "edge-a", Map.of(), List.of(), List.of()),
                        Map.of("token", "mine".getBytes(StandardCharsets.UTF_8))));
        tokens.reconcile("a");
        assertThat(noted()).isEqualTo("digest of mine");
    }

    private String noted() {
        return NodeFields.edgeToken(api.find(ResourceType.NODE, "", "a").orElseThrow());
    }

    private static String digest(byte[] token) {
        return "digest of " + new String(token, StandardCharsets.UTF_8);
    }

    private Optional<Secret> secret() {
        return api.find(ResourceType.SECRET, EdgeTokens.NAMESPACE, "edge-a");
    }

    private String said(String key) {
        return new String(secret().orElseThrow().data().getOrDefault(key, new byte[0]), StandardCharsets.UTF_8);
    }
}
