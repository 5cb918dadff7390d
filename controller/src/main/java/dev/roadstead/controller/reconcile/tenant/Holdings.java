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
import dev.roadstead.model.ClusterRoleBinding;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.RoleBinding;
import dev.roadstead.model.RoleBinding.RoleRef;
import dev.roadstead.model.RoleBinding.Subject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings the RBAC objects that are made for an owner to what they are to be. Thread-safe. */
final class Holdings {
    private static final String SUBJECTS = "subjects";
    private static final String RULES = "rules";

    private final JsonMapper mapper = Json.mapper();
    private final ApiClient client;
    private final TenantCaches caches;

    Holdings(ApiClient client, TenantCaches caches) {
        this.client = client;
        this.caches = caches;
    }

    /**
     * First takes back what is not wanted, everywhere, then gives what is. What fails keeps nothing else from being taken back,
     * but then nothing is given.
     */
    void bring(Owner owner, Rights wanted) {
        bring(owner, wanted, wanted);
    }

    /** The same, where more is kept, if it is there already, than is given. */
    void bring(Owner owner, Rights kept, Rights wanted) {
        reduce(owner, kept);
        Failures failures = new Failures();
        wanted.roles().forEach(role -> failures.attempt(() -> bring(ResourceType.ROLE, caches.roles(), role, _ -> "")));
        wanted.clusterRoles()
                .forEach(role ->
                        failures.attempt(() -> bring(ResourceType.CLUSTER_ROLE, caches.clusterRoles(), role, _ -> "")));
        // A binding gives what its role says, so nobody is added before that is what is wanted.
        failures.fail();
        wanted.bindings()
                .forEach(each -> failures.attempt(
                        () -> bring(ResourceType.ROLE_BINDING, caches.roleBindings(), each, RoleBinding::roleRef)));
        wanted.clusterBindings()
                .forEach(each -> failures.attempt(() -> bring(
                        ResourceType.CLUSTER_ROLE_BINDING,
                        caches.clusterRoleBindings(),
                        each,
                        ClusterRoleBinding::roleRef)));
        failures.fail();
    }

    /** Takes back all that is not among these rights, and gives nothing. Fails at the end if any of it failed. */
    void reduce(Owner owner, Rights kept) {
        Failures failures = new Failures();
        prune(ResourceType.ROLE_BINDING, caches.roleBindings(), owner, kept.bindings(), failures);
        prune(ResourceType.CLUSTER_ROLE_BINDING, caches.clusterRoleBindings(), owner, kept.clusterBindings(), failures);
        kept.bindings()
                .forEach(each -> failures.attempt(() -> narrow(
                        ResourceType.ROLE_BINDING,
                        caches.roleBindings(),
                        each,
                        RoleBinding::subjects,
                        RoleBinding::roleRef)));
        kept.clusterBindings()
                .forEach(each -> failures.attempt(() -> narrow(
                        ResourceType.CLUSTER_ROLE_BINDING,
                        caches.clusterRoleBindings(),
                        each,
                        ClusterRoleBinding::subjects,
                        ClusterRoleBinding::roleRef)));
        prune(ResourceType.ROLE, caches.roles(), owner, kept.roles(), failures);
        prune(ResourceType.CLUSTER_ROLE, caches.clusterRoles(), owner, kept.clusterRoles(), failures);
        failures.fail();
    }

    private <T extends Resource> void prune(
            ResourceType<T> type, Lister<T> known, Owner owner, List<T> kept, Failures failures) {
        Set<String> keys = kept.stream().map(Resource::key).collect(Collectors.toSet());
        known.byIndex(TenantCaches.MADE_FOR, owner.label()).stream()
                .filter(there -> !keys.contains(there.key()))
                .forEach(there -> failures.attempt(() -> remove(type, there)));
    }

    /** Takes out of a binding who is not to be in it; takes back one of another role. */
    private <T extends Resource> void narrow(
            ResourceType<T> type,
            Lister<T> known,
            T wanted,
            Function<T, List<Subject>> subjects,
            Function<T, RoleRef> role) {
        String namespace = namespace(wanted.metadata());
        T there = known.find(namespace, wanted.metadata().name());
        if (there == null) {
            return;
        }
        if (!role.apply(there).equals(role.apply(wanted))) {
            remove(type, there);
            return;
        }
        List<Subject> less = subjects.apply(there).stream()
                .filter(subjects.apply(wanted)::contains)
                .toList();
        if (less.size() < subjects.apply(there).size()) {
            ObjectNode patch = PatchOf.same(there.metadata());
            patch.set(SUBJECTS, mapper.valueToTree(less));
            patchIfThere(type, there, patch);
        }
    }

    /** Whatever stands under its name is brought to it: in these namespaces such names are Roadstead's. */
    private <T extends Resource> void bring(
            ResourceType<T> type, Lister<T> known, T wanted, Function<? super T, Object> fixed) {
        String namespace = namespace(wanted.metadata());
        T there = known.find(namespace, wanted.metadata().name());
        if (there != null && !content(there).equals(content(wanted))) {
            // It may have been narrowed just now.
            there = client.find(type, namespace, wanted.metadata().name()).orElse(null);
        }
        if (there == null) {
            there = create(type, wanted).orElse(null);
        }
        if (there != null && !fixed.apply(there).equals(fixed.apply(wanted))) {
            remove(type, there);
            there = create(type, wanted).orElse(null);
        }
        // One that is held while it goes has nobody in it, and wakes its owner when it is gone.
        if (there == null || !fixed.apply(there).equals(fixed.apply(wanted))) {
            return;
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

    /** What something holds would go on giving rights until that lets go, so it is emptied before. */
    private <T extends Resource> void remove(ResourceType<T> type, T there) {
        boolean going = there.metadata().deleting();
        if (going || !there.metadata().finalizers().isEmpty()) {
            ObjectNode patch = PatchOf.same(there.metadata());
            ObjectNode content = content(there);
            for (String field : List.of(SUBJECTS, RULES)) {
                if (!content.path(field).isEmpty()) {
                    patch.putArray(field);
                }
            }
            if (patch.size() > 1) {
                patchIfThere(type, there, patch);
            }
        }
        if (going) {
            return;
        }
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

    private <T extends Resource> void patchIfThere(ResourceType<T> type, T there, ObjectNode patch) {
        try {
            client.patch(type, namespace(there.metadata()), there.metadata().name(), patch);
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
