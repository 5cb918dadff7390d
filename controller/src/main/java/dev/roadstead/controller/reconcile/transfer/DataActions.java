package dev.roadstead.controller.reconcile.transfer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.plan.transfer.DataAction;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Json;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what was planned, on the API's objects under the precondition that each is as it was read, and only while the
 * work is this server's.
 */
final class DataActions {
    private final JsonMapper mapper = Json.mapper();
    private final ApiClient client;
    private final Engines engines;
    private final StatusCommitter committer;

    /** {@code client} and {@code engines} refuse every change once the work is another server's. */
    DataActions(ApiClient client, Engines engines) {
        this.client = client;
        this.engines = engines;
        this.committer = new StatusCommitter(client);
    }

    Engines engines() {
        return engines;
    }

    <T extends Resource> void commit(ResourceType<T> type, T read, Object status) {
        committer.commit(type, read, status);
    }

    /**
     * Removes what was filled for a Volume, unless it has it. What is on a node that is no more is beyond reach.
     *
     * @param by what it was filled by
     * @throws ApiCallException conflict when that has changed since it was read (invariant I7)
     */
    <T extends Resource> void remove(ResourceType<T> type, T by, String volume, DataAction.RemoveFilled action) {
        if (engines.exists(action.node())) {
            Host host = engines.of(action.node());
            requireUnchanged(type, by.metadata());
            boolean _ = engines.removeFilled(host, namespace(by.metadata()), volume, action.dockerVolume());
        }
    }

    private void requireUnchanged(ResourceType<?> type, ObjectMeta read) {
        boolean same = client.find(type, namespace(read), read.name())
                .map(Resource::metadata)
                .filter(live -> live.requireUid().equals(read.requireUid()))
                .filter(live -> Objects.equals(live.resourceVersion(), read.resourceVersion()))
                .isPresent();
        if (!same) {
            throw new ApiCallException(
                    409, "Conflict", type.kind() + " " + read.name() + " has changed; nothing of it is removed", null);
        }
    }

    /** Tells a container to stand still, or with null to go on. One that is gone needs neither. */
    void quiesce(Container container, @Nullable Quiesce quiesce) {
        ObjectMeta metadata = container.metadata();
        ObjectNode patch = PatchOf.unchanged(metadata);
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
        return client.hold(type, object, finalizer, held);
    }

    private static String namespace(ObjectMeta metadata) {
        return Objects.requireNonNull(metadata.namespace());
    }
}
