package dev.roadstead.controller.reconcile.application;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.controller.plan.ApiAction;
import dev.roadstead.controller.plan.ApiAction.AddFinalizer;
import dev.roadstead.controller.plan.ApiAction.BindVolume;
import dev.roadstead.controller.plan.ApiAction.CreateContainer;
import dev.roadstead.controller.plan.ApiAction.CreateRelease;
import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.controller.plan.ApiAction.DeleteRelease;
import dev.roadstead.controller.plan.ApiAction.PatchContainerDesiredState;
import dev.roadstead.controller.plan.ApiAction.PatchContainerRouting;
import dev.roadstead.controller.plan.ApiAction.PatchReleaseConfig;
import dev.roadstead.controller.plan.ApiAction.PatchReleaseOutcome;
import dev.roadstead.controller.plan.ApiAction.RemoveFinalizer;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Release;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.util.function.Consumer;

/** Carries out what was planned on the API's objects, each under the precondition that it is still the same object. */
final class ApiActions {
    private final JsonMapper mapper = Json.mapper();
    private final ApiClient client;

    ApiActions(ApiClient client) {
        this.client = client;
    }

    /** Returns the Application as it is afterwards; what is already so counts as done. */
    Application apply(ApiAction action, Application application) {
        switch (action) {
            case AddFinalizer(Application app) -> {
                return client.hold(ResourceType.APPLICATION, app, Labels.APPLICATION_FINALIZER, true);
            }
            case RemoveFinalizer(Application app) -> {
                return client.hold(ResourceType.APPLICATION, app, Labels.APPLICATION_FINALIZER, false);
            }
            case CreateRelease(var release) -> create(ResourceType.RELEASE, release);
            case CreateContainer(var container) -> create(ResourceType.CONTAINER, container);
            case DeleteRelease(var release) -> delete(ResourceType.RELEASE, release.metadata());
            case DeleteContainer(var container, var why) -> delete(ResourceType.CONTAINER, container.metadata());
            case BindVolume(var volume, var node) -> bind(volume, node);
            case PatchContainerDesiredState(var container, var state) ->
                patchSpec(container, spec -> spec.put("desiredState", state.name()));
            case PatchContainerRouting(var container, var routed) ->
                patchSpec(container, spec -> spec.put("routed", routed));
            case PatchReleaseOutcome(var release, var outcome) ->
                patchStatus(release, status -> status.set("outcome", patchOf(outcome)));
            case PatchReleaseConfig(var release, var digest) ->
                patchStatus(release, status -> status.put("configDigest", digest));
        }
        return application;
    }

    private <T extends Resource> void create(ResourceType<T> type, T object) {
        try {
            client.create(type, object);
        } catch (ApiCallException e) {
            if (!e.alreadyExists()) {
                throw e;
            }
        }
    }

    private void delete(ResourceType<?> type, ObjectMeta object) {
        try {
            client.delete(type, namespace(object), object.name(), object.requireUid());
        } catch (ApiCallException e) {
            if (!e.notFound()) {
                throw e;
            }
        }
    }

    private void patchSpec(Container container, Consumer<ObjectNode> change) {
        ObjectNode patch = PatchOf.same(container.metadata());
        change.accept(patch.putObject("spec"));
        ObjectMeta metadata = container.metadata();
        client.patch(ResourceType.CONTAINER, namespace(metadata), metadata.name(), patch);
    }

    /** Only a Volume that nobody has bound or changed since. */
    private void bind(Volume volume, String node) {
        ObjectMeta metadata = volume.metadata();
        ObjectNode patch = PatchOf.unchanged(metadata);
        patch.putObject("spec").put("nodeName", node);
        client.patch(ResourceType.VOLUME, namespace(metadata), metadata.name(), patch);
    }

    /** The rest of a Release's status belongs to others, so only one field is written. */
    private void patchStatus(Release release, Consumer<ObjectNode> change) {
        ObjectMeta metadata = release.metadata();
        ObjectNode patch = PatchOf.same(metadata);
        change.accept(patch.putObject("status"));
        client.patchStatus(ResourceType.RELEASE, namespace(metadata), metadata.name(), patch);
    }

    /** A merge patch leaves what it does not name, and a rollout that goes on again has no end yet. */
    private ObjectNode patchOf(Release.Outcome outcome) {
        ObjectNode patch = mapper.valueToTree(outcome);
        if (outcome.finishedAt() == null) {
            patch.putNull("finishedAt");
        }
        return patch;
    }

    private static String namespace(ObjectMeta metadata) {
        return metadata.namespace() == null ? "" : metadata.namespace();
    }
}
