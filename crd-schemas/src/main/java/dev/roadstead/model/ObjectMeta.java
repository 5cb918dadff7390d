package dev.roadstead.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of Kubernetes' ObjectMeta that controllers use; fields that the server sets are null on new objects. */
public record ObjectMeta(
        String name,
        @Nullable String namespace,
        @Nullable String uid,
        @Nullable String resourceVersion,
        long generation,
        @Nullable Instant creationTimestamp,
        @Nullable Instant deletionTimestamp,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<String> finalizers,
        List<OwnerReference> ownerReferences) {

    /** Metadata for an object that is about to be created. */
    public static ObjectMeta toCreate(
            @Nullable String namespace,
            String name,
            Map<String, String> labels,
            List<String> finalizers,
            List<OwnerReference> owners) {
        return new ObjectMeta(name, namespace, null, null, 0, null, null, labels, Map.of(), finalizers, owners);
    }

    /** The same with these annotations. */
    public ObjectMeta withAnnotations(Map<String, String> others) {
        return new ObjectMeta(
                name,
                namespace,
                uid,
                resourceVersion,
                generation,
                creationTimestamp,
                deletionTimestamp,
                labels,
                others,
                finalizers,
                ownerReferences);
    }

    /** {@code namespace/name}, or the name alone for cluster-scoped kinds. */
    public String key() {
        return namespace == null ? name : namespace + "/" + name;
    }

    public boolean deleting() {
        return deletionTimestamp != null;
    }

    /** The uid of an object that was read from the server. */
    public String requireUid() {
        if (uid == null) {
            throw new IllegalStateException(key() + " was never read from the server: it has no uid");
        }
        return uid;
    }

    public boolean ownedBy(String ownerUid) {
        return ownerReferences.stream().anyMatch(owner -> owner.uid().equals(ownerUid));
    }
}
