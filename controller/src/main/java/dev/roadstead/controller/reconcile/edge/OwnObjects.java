package dev.roadstead.controller.reconcile.edge;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.status.MergePatch;
import dev.roadstead.model.Application;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.SpecHash;
import dev.roadstead.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Reads and writes what is made for an Edge or a Tunnel, always live. Thread-safe. */
final class OwnObjects {
    static final String NAMESPACE = "roadstead-system";

    private final JsonMapper mapper = Json.mapper();
    private final ApiClient client;

    OwnObjects(ApiClient client) {
        this.client = client;
    }

    /** What came of bringing an Application to what it is to be. */
    enum Change {
        NONE,
        MADE,
        CHANGED
    }

    Optional<Application> application(String name) {
        return client.find(ResourceType.APPLICATION, NAMESPACE, name);
    }

    /** Whether an object was made for this one. */
    static boolean isFor(Resource made, String owner) {
        return owner.equals(made.metadata().labels().get(Labels.MADE_FOR));
    }

    /** @param present as it was read; null: there is none */
    Change bring(@Nullable Application present, String name, String owner, Application.Spec wanted) {
        if (present == null) {
            client.create(ResourceType.APPLICATION, new Application(metadata(name, owner), wanted, null));
            return Change.MADE;
        }
        // People may have it restarted, and nothing else.
        Application.Spec kept = wanted.withRestartedAt(present.spec().restartedAt());
        if (SpecHash.of(present.spec()).equals(SpecHash.of(kept))) {
            return Change.NONE;
        }
        ObjectNode patch = PatchOf.unchanged(present.metadata());
        patch.set("spec", MergePatch.between(mapper.valueToTree(present.spec()), mapper.valueToTree(kept)));
        client.patch(ResourceType.APPLICATION, NAMESPACE, name, patch);
        return Change.CHANGED;
    }

    void remove(ResourceType<?> type, Resource object) {
        try {
            client.delete(
                    type, NAMESPACE, object.metadata().name(), object.metadata().requireUid());
        } catch (ApiCallException e) {
            if (!e.notFound()) {
                throw e;
            }
        }
    }

    /** Makes those that are not there; what is there is somebody's data. */
    void makeVolumes(List<Volume> volumes) {
        for (Volume volume : volumes) {
            if (client.find(ResourceType.VOLUME, NAMESPACE, volume.metadata().name())
                    .isEmpty()) {
                client.create(ResourceType.VOLUME, volume);
            }
        }
    }

    Optional<ConfigMap> configMap(String name) {
        return client.find(ResourceType.CONFIG_MAP, NAMESPACE, name);
    }

    /** Has a ConfigMap hold just this. */
    void bringConfigMap(String name, String owner, SortedMap<String, String> data) {
        Optional<ConfigMap> present = configMap(name);
        if (present.isEmpty()) {
            client.create(ResourceType.CONFIG_MAP, new ConfigMap(metadata(name, owner), data));
        } else if (!present.get().data().equals(data)) {
            ObjectNode patch = PatchOf.unchanged(present.get().metadata());
            patch.set(
                    "data", MergePatch.between(mapper.valueToTree(present.get().data()), mapper.valueToTree(data)));
            client.patch(ResourceType.CONFIG_MAP, NAMESPACE, name, patch);
        }
    }

    /** What uses the host's network may run in its namespace; whether anything had to be changed for that. */
    boolean allowHostNetwork() {
        Namespace namespace = client.find(ResourceType.NAMESPACE, "", NAMESPACE)
                .orElseThrow(() -> new IllegalStateException("there is no namespace " + NAMESPACE));
        if (PolicyLevel.of(namespace) == PolicyLevel.PRIVILEGED) {
            return false;
        }
        ObjectNode patch = mapper.createObjectNode();
        patch.withObject("/metadata/labels").put(Labels.POLICY, PolicyLevel.PRIVILEGED.label());
        client.patch(ResourceType.NAMESPACE, "", NAMESPACE, patch);
        return true;
    }

    private static ObjectMeta metadata(String name, String owner) {
        return ObjectMeta.toCreate(NAMESPACE, name, Map.of(Labels.MADE_FOR, owner), List.of(), List.of());
    }
}
