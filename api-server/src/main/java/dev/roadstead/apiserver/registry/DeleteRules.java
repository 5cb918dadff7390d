package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When an object goes at once and when it waits for its finalizers. Pure: arguments are not modified. */
final class DeleteRules {
    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    private DeleteRules() {}

    /** What a deletion does to the object. */
    sealed interface Deletion {
        record Remove() implements Deletion {}

        /** The object stays, marked, until somebody has removed its finalizers. */
        record Mark(ObjectNode marked) implements Deletion {}
    }

    static Deletion decide(ResourceDefinition definition, ObjectNode current, DeleteOptions options, Instant now) {
        ObjectNode marked = current.deepCopy();
        if (!Metadata.isDeleting(current)) {
            addPropagation(marked, options.propagation());
        }
        if (mayGo(marked)) {
            return new Deletion.Remove();
        }
        if (Metadata.isDeleting(current)) {
            return new Deletion.Mark(marked);
        }
        ObjectNode metadata = Metadata.of(marked);
        metadata.put(Metadata.DELETION_TIMESTAMP, UpdateRules.timestamp(now));
        metadata.put("deletionGracePeriodSeconds", 0L);
        if (NamespaceRules.isNamespace(definition)) {
            NamespaceRules.markTerminating(marked);
        }
        if (definition.resource().equals(DefinitionRules.RESOURCE)) {
            DefinitionRules.markTerminating(marked, now);
        }
        return new Deletion.Mark(definition.generation() ? UpdateRules.bumpGeneration(marked) : marked);
    }

    /** Whether nobody has anything left to do before the object goes. */
    static boolean mayGo(ObjectNode object) {
        return Metadata.finalizers(object).isEmpty() && !NamespaceRules.isHeld(object);
    }

    static void checkPreconditions(Target target, ObjectNode current, DeleteOptions options) {
        if (!options.uid().isEmpty() && !options.uid().equals(Metadata.uid(current))) {
            throw new ApiException(Preconditions.uidConflict(target, options.uid(), Metadata.uid(current)));
        }
        String version = options.resourceVersion();
        if (!version.isEmpty() && !version.equals(Metadata.resourceVersion(current))) {
            throw new ApiException(Preconditions.modified(target));
        }
    }

    private static void addPropagation(ObjectNode object, DeleteOptions.Propagation propagation) {
        List<String> finalizers = new ArrayList<>(Metadata.finalizers(object));
        finalizers.removeAll(List.of(FOREGROUND, ORPHAN));
        switch (propagation) {
            case FOREGROUND -> finalizers.add(FOREGROUND);
            case ORPHAN -> finalizers.add(ORPHAN);
            case BACKGROUND -> {
                // Dependents are found by their owner's absence.
            }
        }
        Metadata.setFinalizers(object, finalizers);
    }
}
