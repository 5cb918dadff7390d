package dev.roadstead.controller.reconcile.transfer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.plan.transfer.DataAction;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Json;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries out what was planned on the API's objects, each under the precondition that it is as it was read. */
final class DataActions {
    private final JsonMapper mapper = Json.mapper();
    private final ApiClient client;
    private final StatusCommitter committer;

    DataActions(ApiClient client) {
        this.client = client;
        this.committer = new StatusCommitter(client);
    }

    /** Tells a container to stand still, or with null to go on. One that is gone needs neither. */
    void quiesce(Container container, @Nullable Quiesce quiesce) {
        ObjectMeta metadata = container.metadata();
        ObjectNode patch = unchanged(metadata);
        patch.putObject("spec").set("quiesce", mapper.valueToTree(quiesce));
        try {
            client.patch(ResourceType.CONTAINER, namespace(metadata), metadata.name(), patch);
        } catch (ApiCallException e) {
            if (!e.notFound()) {
                throw e;
            }
        }
    }

    void writeVolume(DataAction.WriteVolume write) {
        committer.commit(ResourceType.VOLUME, write.volume(), write.status());
    }

    /** That one of this name is there already is for the next plan to judge. */
    void createVolume(Volume volume) {
        try {
            client.create(ResourceType.VOLUME, volume);
        } catch (ApiCallException e) {
            if (!e.alreadyExists()) {
                throw e;
            }
        }
    }

    /** Returns the object as it is afterwards. */
    <T extends Resource> T hold(ResourceType<T> type, T object, String finalizer, boolean held) {
        ObjectMeta metadata = object.metadata();
        List<String> finalizers = new ArrayList<>(metadata.finalizers());
        finalizers.remove(finalizer);
        if (held) {
            finalizers.add(finalizer);
        }
        ObjectNode patch = unchanged(metadata);
        finalizers.forEach(patch.withObject("/metadata").putArray("finalizers")::add);
        return client.patch(type, namespace(metadata), metadata.name(), patch);
    }

    private ObjectNode unchanged(ObjectMeta metadata) {
        ObjectNode patch = mapper.createObjectNode();
        patch.putObject("metadata")
                .put("uid", metadata.requireUid())
                .put("resourceVersion", metadata.resourceVersion());
        return patch;
    }

    private static String namespace(ObjectMeta metadata) {
        return Objects.requireNonNull(metadata.namespace());
    }
}
