package dev.roadstead.controller.reconcile.domain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.edge.EdgeAuthority;
import dev.roadstead.controller.edge.EdgeKeys;
import dev.roadstead.controller.edge.EdgeTokens;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.Edge;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the certificate with which this server meets edges of other machines: for the names by which they reach it, renewed
 * in time, and its authority published. Several servers have an authority each; edges trust all that are listed.
 */
public final class EdgeCertificateReconciler implements Reconciler {
    public static final String CONFIG_MAP = "edge-ca";
    public static final String KEY = "ca.crt";

    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final ApiClient client;
    private final Lister<Edge> edges;
    private final Set<String> names;
    private final EdgeAuthority authority;
    private final EdgeKeys keys;

    /** {@code names} are those beside the one of the Edge's endpoint; at least one. */
    public EdgeCertificateReconciler(
            ApiClient client, Lister<Edge> edges, Set<String> names, EdgeAuthority authority, EdgeKeys keys) {
        this.client = client;
        this.edges = edges;
        this.names = Set.copyOf(names);
        this.authority = authority;
        this.keys = keys;
    }

    @Override
    public Outcome reconcile(String key) {
        Set<String> all = new TreeSet<>(names);
        Edge edge = edges.find("", Edge.NAME);
        if (edge != null) {
            edge.spec().endpointHost().ifPresent(all::add);
        }
        EdgeAuthority.Identity identity;
        try {
            identity = authority.certify(all);
        } catch (IOException e) {
            throw new UncheckedIOException("there is no certificate for edges of other machines", e);
        }
        keys.use(identity);
        publish(identity.authority().strip() + "\n");
        return new Outcome.After(AGAIN);
    }

    private void publish(String own) {
        Optional<ConfigMap> there = client.find(ResourceType.CONFIG_MAP, EdgeTokens.NAMESPACE, CONFIG_MAP);
        if (there.isEmpty()) {
            client.create(
                    ResourceType.CONFIG_MAP,
                    new ConfigMap(
                            ObjectMeta.toCreate(EdgeTokens.NAMESPACE, CONFIG_MAP, Map.of(), List.of(), List.of()),
                            Map.of(KEY, own)));
            return;
        }
        String before = there.get().data() == null ? "" : there.get().data().getOrDefault(KEY, "");
        if (!before.contains(own.strip())) {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            patch.withObject("/metadata")
                    .put("resourceVersion", there.get().metadata().resourceVersion());
            patch.withObject("/data").put(KEY, before.isBlank() ? own : before.strip() + "\n" + own);
            client.patch(ResourceType.CONFIG_MAP, EdgeTokens.NAMESPACE, CONFIG_MAP, patch);
        }
    }
}
