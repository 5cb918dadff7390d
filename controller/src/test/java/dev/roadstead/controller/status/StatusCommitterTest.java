package dev.roadstead.controller.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.testing.FakeApi;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Node;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.ResourceType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusCommitterTest {
    private static final String NODES = "/apis/roadstead.dev/v1/nodes";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.5Z");

    private final FakeApi api = new FakeApi();
    private final HttpApiClient client = new HttpApiClient(api.kubeconfig());
    private final StatusCommitter committer = new StatusCommitter(client);

    @BeforeEach
    void aNodeWithoutStatus() throws Exception {
        api.put(NODES, "local", (ObjectNode) new JsonMapper().readTree("""
                {"metadata": {}, "spec": {"connection": {"unix": {"path": "/var/run/docker.sock"}}}}"""));
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    @Test
    void writesADifferenceOnceToTheStatusSubresource() {
        Node written = committer.commit(ResourceType.NODE, read(), status(3, "Connected"));
        assertThat(written).isEqualTo(read());
        assertThat(committer.commit(ResourceType.NODE, written, status(3, "Connected")))
                .isSameAs(written);

        assertThat(api.requests("PATCH")).hasSize(1).first().satisfies(request -> {
            assertThat(request.path()).isEqualTo(NODES + "/local/status");
            assertThat(request.contentType()).isEqualTo("application/merge-patch+json");
        });
        assertThat(read().status()).isEqualTo(status(3, "Connected"));
    }

    @Test
    void sendsOnlyWhatDiffersAndRemovesWhatIsGone() throws Exception {
        committer.commit(ResourceType.NODE, read(), status(3, "Connected"));
        Node before = read();
        committer.commit(
                ResourceType.NODE,
                before,
                new Node.Status(
                        1L,
                        null,
                        null,
                        null,
                        null,
                        null,
                        4,
                        null,
                        status(3, "Connected").conditions()));

        var patch = new JsonMapper().readTree(api.requests("PATCH").getLast().body());
        assertThat(patch.path("status")).hasToString("{\"capacity\":null,\"containers\":4}");
        assertThat(patch.path("metadata").path("uid").asText())
                .isEqualTo(before.metadata().requireUid());
        assertThat(read().status()).extracting(Node.Status::capacity).isNull();
    }

    @Test
    void failsWithAConflictWhenTheObjectHasChangedSince() {
        Node stale = read();
        committer.commit(ResourceType.NODE, stale, status(3, "Connected"));

        assertThatThrownBy(() -> committer.commit(ResourceType.NODE, stale, status(5, "Connected")))
                .isInstanceOfSatisfying(
                        ApiCallException.class, e -> assertThat(e.conflict()).isTrue());
        assertThat(read().status()).isEqualTo(status(3, "Connected"));
    }

    private Node read() {
        return client.find(ResourceType.NODE, "", "local").orElseThrow();
    }

    private static Node.Status status(int containers, String reason) {
        return new Node.Status(
                1L,
                null,
                new Node.Capacity(Quantity.of("2"), Quantity.of("4Gi")),
                null,
                null,
                null,
                containers,
                null,
                Conditions.set(List.of(), "Ready", Condition.Status.True, reason, "The engine answers.", 1L, NOW));
    }
}
