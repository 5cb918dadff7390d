package dev.roadstead.controller.reconcile.tenant;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.tenant.Owner;
import dev.roadstead.controller.plan.tenant.Rights;
import dev.roadstead.controller.status.MergePatch;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.RoleBinding;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings the RBAC objects that are made for an owner to what they are to be. Thread-safe. */
final class Holdings {
    private final JsonMapper mapper = Json.mapper();
    private final ApiClient client;
    private final TenantCaches caches;

    Holdings(ApiClient client, TenantCaches caches) {
        this.client = client;
        this.caches = caches;
    }

    /** First takes back what is not wanted, then gives what is. */
    void bring(Owner owner, Rights wanted) {
        prune(ResourceType.ROLE_BINDING, caches.roleBindings(), owner, wanted.bindings());
        prune(ResourceType.CLUSTER_ROLE_BINDING, caches.clusterRoleBindings(), owner, wanted.clusterBindings());
        prune(ResourceType.ROLE, caches.roles(), owner, wanted.roles());
        prune(ResourceType.CLUSTER_ROLE, caches.clusterRoles(), owner, wanted.clusterRoles());
        wanted.roles().forEach(role -> bring(ResourceType.ROLE, caches.roles(), role, _ -> ""));
        wanted.clusterRoles().forEach(role -> bring(ResourceType.CLUSTER_ROLE, caches.clusterRoles(), role, _ -> ""));
        wanted.bindings()
                .forEach(each -> bring(ResourceType.ROLE_BINDING, caches.roleBindings(), each, RoleBinding::roleRef));
        wanted.clusterBindings()
                .forEach(each -> bring(
                        ResourceType.CLUSTER_ROLE_BINDING,
                        caches.clusterRoleBindings(),
                        each,
                        binding -> binding.roleRef()));
    }

    private <T extends Resource> void prune(ResourceType<T> type, Lister<T> known, Owner owner, List<T> wanted) {
        Set<String> keys = wanted.stream().map(Resource::key).collect(Collectors.toSet());
        known.byIndex(TenantCaches.MADE_FOR, owner.label()).stream()
                .filter(there -> !keys.contains(there.key()))
                .filter(there -> !there.metadata().deleting())
                .forEach(there -> remove(type, there));
    }

    /** Whatever stands under its name is brought to it: in these namespaces such names are Roadstead's. */
    private <T extends Resource> void bring(
            ResourceType<T> type, Lister<T> known, T wanted, Function<? super T, Object> fixed) {
        String namespace = namespace(wanted.metadata());
        T there = known.find(namespace, wanted.metadata().name());
        if (there == null) {
            there = create(type, wanted).orElse(null);
        }
        if (there == null) {
            return;
        }
        if (!fixed.apply(there).equals(fixed.apply(wanted))) {
            remove(type, there);
            Optional<T> again = create(type, wanted);
            if (again.isEmpty()) {
                return;
            }
            there = again.get();
        }
        ObjectNode changes = MergePatch.between(content(there), content(wanted));
        String label = wanted.metadata().labels().get(Labels.MADE_FOR);
        if (!String.valueOf(label).equals(there.metadata().labels().get(Labels.MADE_FOR))) {
            changes.withObject("/metadata/labels").put(Labels.MADE_FOR, label);
        }
        if (!changes.isEmpty()) {
            ObjectNode patch = PatchOf.unchanged(there.metadata());
            patch.withObject("/metadata").setAll(changes.withObject("/metadata"));
            changes.remove("metadata");
            patch.setAll(changes);
            client.patch(type, namespace, there.metadata().name(), patch);
        }
    }

    /** What is there under the name, if that was not made now: the cache may not know of it yet. */
    private <T extends Resource> Optional<T> create(ResourceType<T> type, T wanted) {
        try {
            T _ = client.create(type, wanted);
            return Optional.empty();
        } catch (ApiCallException e) {
            if (e.code() != 409) {
                throw e;
            }
            return client.find(
                    type, namespace(wanted.metadata()), wanted.metadata().name());
        }
    }

    private <T extends Resource> void remove(ResourceType<T> type, T there) {
        try {
            client.delete(
                    type,
                    namespace(there.metadata()),
                    there.metadata().name(),
                    there.metadata().requireUid());
        } catch (ApiCallException e) {
            if (!e.notFound()) {
                throw e;
            }
        }
    }

    private <T extends Resource> ObjectNode content(T object) {
        ObjectNode content = mapper.valueToTree(object);
        content.remove("metadata");
        return content;
    }

    private static String namespace(@Nullable ObjectMeta metadata) {
        String namespace = metadata == null ? null : metadata.namespace();
        return namespace == null ? "" : namespace;
    }
}
