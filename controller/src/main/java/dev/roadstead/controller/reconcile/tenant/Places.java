package dev.roadstead.controller.reconcile.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.controller.plan.tenant.Place;
import dev.roadstead.controller.plan.tenant.Place.Claim;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Project;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** Reads and writes namespaces of owners, always live: one of the same name may have been made anew. Thread-safe. */
final class Places {
    /** Kinds whose objects somebody would miss. */
    private static final List<ResourceType<?>> PRECIOUS = List.of(
            ResourceType.APPLICATION,
            ResourceType.DOMAIN,
            ResourceType.VOLUME,
            ResourceType.VOLUME_BACKUP,
            ResourceType.VOLUME_RESTORE,
            ResourceType.NAMESPACE_BACKUP,
            ResourceType.SECRET,
            ResourceType.CONFIG_MAP);

    /** Such a Secret is made again by itself. */
    private static final String TOKEN = "kubernetes.io/service-account-token";

    private final JsonMapper mapper = Json.mapper();

    private final ApiClient client;

    Places(ApiClient client) {
        this.client = client;
    }

    /** Makes a namespace that is not there, and sets the labels right of one that was made for the owner. */
    Claim bring(Place place) {
        Optional<Namespace> there = client.find(ResourceType.NAMESPACE, "", place.namespace());
        Claim claim = place.claim(there.orElse(null));
        if (claim == Claim.ABSENT) {
            Namespace _ = client.create(ResourceType.NAMESPACE, place.toCreate());
            return Claim.OURS;
        }
        if (claim == Claim.OURS) {
            label(place, there.orElseThrow());
        }
        return claim;
    }

    /** How the namespace of the name stands to the owner now; sets nothing but the labels of its own. */
    Claim look(Place place) {
        Optional<Namespace> there = client.find(ResourceType.NAMESPACE, "", place.namespace());
        Claim claim = place.claim(there.orElse(null));
        if (claim == Claim.OURS) {
            label(place, there.orElseThrow());
        }
        return claim;
    }

    private void label(Place place, Namespace there) {
        var changes = place.changes(there);
        if (changes.isEmpty()) {
            return;
        }
        ObjectNode patch = PatchOf.unchanged(there.metadata());
        ObjectNode labels = patch.withObject("/metadata/labels");
        changes.forEach(labels::put);
        client.patch(ResourceType.NAMESPACE, "", place.namespace(), patch);
    }

    /** All that were made for the owner of this uid. */
    List<Namespace> madeFor(String uid) {
        return client.list(ResourceType.NAMESPACE).items().stream()
                .filter(namespace -> uid.equals(Place.owner(namespace)))
                .toList();
    }

    /** All that carry the Organization's name as a label, whoever they were made for. */
    List<Namespace> labelled(String organization) {
        return items("/api/v1/namespaces?labelSelector=" + Labels.ORGANIZATION + "=" + organization, Namespace.class);
    }

    /** The Projects in an Organization's namespace. */
    List<Project> projects(String organization) {
        return items(path(ResourceType.PROJECT, organization), Project.class);
    }

    private <T> List<T> items(String path, Class<T> type) {
        JsonNode list = client.getRaw(path)
                .orElseThrow(() -> new ApiCallException(404, "NotFound", path + " cannot be listed", null));
        return list.path("items")
                .valueStream()
                .map(item -> mapper.convertValue(item, type))
                .toList();
    }

    private static String path(ResourceType<?> type, String namespace) {
        String root = type.apiVersion().contains("/") ? "/apis/" : "/api/";
        return root + "%s/namespaces/%s/%s".formatted(type.apiVersion(), namespace, type.plural());
    }

    /** Deletes a namespace that was read live, and all that is in it. */
    void remove(Namespace namespace) {
        if (namespace.metadata().deleting()) {
            return;
        }
        delete(ResourceType.NAMESPACE, namespace);
    }

    /** Deletes what was read, if it is still there. */
    void delete(ResourceType<?> type, Resource object) {
        String namespace = object.metadata().namespace();
        try {
            client.delete(
                    type,
                    namespace == null ? "" : namespace,
                    object.metadata().name(),
                    object.metadata().requireUid());
        } catch (ApiCallException e) {
            if (!e.notFound()) {
                throw e;
            }
        }
    }

    /** What is in a namespace that somebody would miss, in words; empty if nothing. */
    String content(String namespace) {
        StringJoiner content = new StringJoiner("; ");
        for (ResourceType<?> type : PRECIOUS) {
            List<String> names = new ArrayList<>();
            client.getRaw(path(type, namespace)).stream()
                    .flatMap(list -> list.path("items").valueStream())
                    .filter(item -> !item.path("type").asText().equals(TOKEN))
                    .forEach(
                            item -> names.add(item.path("metadata").path("name").asText()));
            if (!names.isEmpty()) {
                content.add(type.plural() + " " + String.join(", ", names));
            }
        }
        return content.toString();
    }
}
