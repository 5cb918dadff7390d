package dev.roadstead.controller.reconcile.domain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.edge.EdgeTokens;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.NodeFields;
import dev.roadstead.model.Labels;
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
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each node a token for its edge, in a Secret that goes with the node. One that is there is left as it is; beside it
 * is the header field that says it, which a router takes as a whole.
 */
public final class EdgeTokenReconciler implements Reconciler {
    private static final String AUTHORIZATION = "authorization";

    private final ApiClient client;
    private final Lister<Node> nodes;
    private final Supplier<byte[]> random;
    private final Function<byte[], String> digest;

    /**
     * Makes tokens.
     *
     * @param random makes 32 bytes that nobody can guess
     * @param digest of a token, that tells nobody what it is
     */
    public EdgeTokenReconciler(
            ApiClient client, Lister<Node> nodes, Supplier<byte[]> random, Function<byte[], String> digest) {
        this.client = client;
        this.nodes = nodes;
        this.random = random;
        this.digest = digest;
    }

    @Override
    public Outcome reconcile(String node) {
        String name = EdgeTokens.secretOf(node);
        Optional<Secret> secret = client.find(ResourceType.SECRET, EdgeTokens.NAMESPACE, name);
        Node known = nodes.find("", node);
        if (known != null) {
            note(known, secret.isPresent() ? complete(secret.get()) : create(name));
        } else if (secret.isPresent()) {
            client.delete(
                    ResourceType.SECRET,
                    EdgeTokens.NAMESPACE,
                    name,
                    secret.get().metadata().requireUid());
        }
        return Outcome.DONE;
    }

    private byte[] create(String name) {
        byte[] token = HexFormat.of().formatHex(random.get()).getBytes(StandardCharsets.US_ASCII);
        client.create(
                ResourceType.SECRET,
                new Secret(
                        ObjectMeta.toCreate(EdgeTokens.NAMESPACE, name, Map.of(), List.of(), List.of()),
                        Map.of(EdgeTokens.KEY, token, AUTHORIZATION, authorization(token))));
        return token;
    }

    /** The node says which token it is, so that what runs there with another one is replaced. */
    private void note(Node node, byte @Nullable [] token) {
        String said = token == null ? "" : digest.apply(token);
        if (!NodeFields.edgeToken(node).equals(said)) {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            ObjectNode metadata = patch.putObject("metadata");
            metadata.put("uid", node.metadata().requireUid());
            metadata.putObject("annotations").put(Labels.EDGE_TOKEN, said);
            client.patch(ResourceType.NODE, "", node.metadata().name(), patch);
        }
    }

    /** Returns the token; null when there is none in it. */
    private byte @Nullable [] complete(Secret secret) {
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
        return token;
    }

    private static byte[] authorization(byte[] token) {
        return ("Bearer " + new String(token, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII);
    }
}
