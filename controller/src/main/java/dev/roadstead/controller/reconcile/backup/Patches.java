package dev.roadstead.controller.reconcile.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import org.jspecify.annotations.Nullable;

/** The few changes that backups make to objects, each under the precondition that nobody else has changed it. */
final class Patches {
    private Patches() {}

    /** Two cannot keep one container for two purposes. {@code quiesce} is null to let it go on. */
    static void quiesce(ApiClient client, Container container, @Nullable Quiesce quiesce) {
        ObjectNode patch = PatchOf.unchanged(container.metadata());
        ObjectNode spec = patch.putObject("spec");
        if (quiesce == null) {
            spec.putNull("quiesce");
        } else {
            spec.set("quiesce", Json.mapper().valueToTree(quiesce));
        }
        try {
            client.patch(ResourceType.CONTAINER, namespace(container.metadata()), name(container), patch);
        } catch (ApiCallException e) {
            if (!e.notFound()) {
                throw e;
            }
        }
    }

    /** Holds the object with our finalizer, or lets it go; as it is now, since its status may just have been written. */
    static <T extends Resource> void finalizer(ApiClient client, ResourceType<T> type, T object, boolean held) {
        client.find(type, namespace(object.metadata()), name(object))
                .filter(live ->
                        live.metadata().requireUid().equals(object.metadata().requireUid()))
                .ifPresent(live -> client.hold(type, live, Labels.BACKUP_FINALIZER, held));
    }

    private static String name(Resource object) {
        return object.metadata().name();
    }

    private static String namespace(ObjectMeta metadata) {
        return String.valueOf(metadata.namespace());
    }
}
