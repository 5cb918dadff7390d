package dev.roadstead.controller.plan.tenant;

import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A namespace that there is to be for an Organization, Project or User.
 *
 * @param owner uid of that
 * @param labels those of {@link #LABELS} that it has
 */
public record Place(String namespace, String owner, Map<String, String> labels) {
    /** The labels that are Roadstead's on such a namespace; others are anybody's. */
    public static final Set<String> LABELS = Set.of(
            Labels.ORGANIZATION, Labels.PROJECT, Labels.ENVIRONMENT, Labels.USER, Labels.POLICY, Labels.SUSPENDED);

    /** How a namespace of the name stands to it. */
    public enum Claim {
        /** There is none. */
        ABSENT,
        /** It was made for this owner. */
        OURS,
        /** It was, and is being deleted. */
        GOING,
        /** It is somebody else's, and is never touched. */
        TAKEN
    }

    public Claim claim(@Nullable Namespace there) {
        if (there == null) {
            return Claim.ABSENT;
        }
        if (!owner.equals(owner(there))) {
            return Claim.TAKEN;
        }
        return there.metadata().deleting() ? Claim.GOING : Claim.OURS;
    }

    /** The uid of whom a namespace was made for; null if for nobody. */
    public static @Nullable String owner(Namespace namespace) {
        return namespace.metadata().annotations().get(Labels.OWNER_UID);
    }

    /** What is to be created. */
    public Namespace toCreate() {
        return new Namespace(ObjectMeta.toCreate(null, namespace, labels, List.of(), List.of())
                .withAnnotations(Map.of(Labels.OWNER_UID, owner)));
    }

    /** Labels that are to be others than they are, with null for those that are to go. */
    public Map<String, @Nullable String> changes(Namespace there) {
        Map<String, @Nullable String> changes = new TreeMap<>();
        for (String label : LABELS) {
            String before = there.metadata().labels().get(label);
            String after = labels.get(label);
            if (after == null ? before != null : !after.equals(before)) {
                changes.put(label, after);
            }
        }
        return changes;
    }

    /** What is said when a namespace of the name is somebody else's. */
    static Readiness taken(String namespace) {
        return Readiness.problem(
                "NameTaken",
                "namespace %s was not made for it and is left alone; delete that namespace, or choose another name"
                        .formatted(namespace));
    }
}
