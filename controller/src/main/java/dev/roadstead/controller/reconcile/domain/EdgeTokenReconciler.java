package dev.roadstead.controller.reconcile.domain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.edge.EdgeTokens;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.model.Node;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives each node a token for its edge, in a Secret that goes with the node. One that is there is left as it is; beside it
 * is the header field that says it, which a router takes as a whole.
 */
public final class EdgeTokenReconciler implements Reconciler {
    private static final String AUTHORIZATION = "authorization";

    private final ApiClient client;
    private final Lister<Node> nodes;
    private final Supplier<byte[]> random;

    /** {@code random} makes 32 bytes that nobody can guess. */
    public EdgeTokenReconciler(ApiClient client, Lister<Node> nodes, Supplier<byte[]> random) {
        this.client = client;
        this.nodes = nodes;
        this.random = random;
    }

    @Override
    public Outcome reconcile(String node) {
        String name = EdgeTokens.secretOf(node);
        Optional<Secret> secret = client.find(ResourceType.SECRET, EdgeTokens.NAMESPACE, name);
        boolean wanted = nodes.find("", node) != null;
        if (wanted && secret.isEmpty()) {
            byte[] token = HexFormat.of().formatHex(random.get()).getBytes(StandardCharsets.US_ASCII);
            client.create(
                    ResourceType.SECRET,
                    new Secret(
                            ObjectMeta.toCreate(EdgeTokens.NAMESPACE, name, Map.of(), List.of(), List.of()),
                            Map.of(EdgeTokens.KEY, token, AUTHORIZATION, authorization(token))));
        } else if (wanted) {
            complete(secret.get());
        } else if (secret.isPresent()) {
            client.delete(
                    ResourceType.SECRET,
                    EdgeTokens.NAMESPACE,
                    name,
                    secret.get().metadata().requireUid());
        }
        return Outcome.DONE;
    }

    private void complete(Secret secret) {
        byte[] token = secret.data().get(EdgeTokens.KEY);
        if (token != null && !Arrays.equals(authorization(token), secret.data().get(AUTHORIZATION))) {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            patch.putObject("metadata")
                    .put("uid", secret.metadata().requireUid())
                    .put("resourceVersion", secret.metadata().resourceVersion());
            patch.putObject("data").put(AUTHORIZATION, authorization(token));
            client.patch(
                    ResourceType.SECRET, EdgeTokens.NAMESPACE, secret.metadata().name(), patch);
        }
    }

    private static byte[] authorization(byte[] token) {
        return ("Bearer " + new String(token, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII);
    }
}
