package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** The kinds that the server itself acts on have rules of their own on top of {@link UpdateRules}. Pure. */
final class KindRules {
    private KindRules() {}

    static ObjectNode prepareForCreate(Target target, ObjectNode object, Instant now) {
        return switch (target.definition().resource()) {
            case NamespaceRules.RESOURCE -> NamespaceRules.prepareForCreate(object);
            case DefinitionRules.RESOURCE -> DefinitionRules.prepareForCreate(target, object, now);
            default -> object;
        };
    }

    static ObjectNode prepareForUpdate(Target target, ObjectNode current, ObjectNode next, Instant now) {
        return switch (target.definition().resource()) {
            case NamespaceRules.RESOURCE -> NamespaceRules.prepareForUpdate(current, next);
            case DefinitionRules.RESOURCE -> DefinitionRules.prepareForUpdate(target, current, next, now);
            default -> next;
        };
    }

    static void checkDeletable(Target target) {
        if (target.definition().resource().equals(NamespaceRules.RESOURCE)) {
            NamespaceRules.checkDeletable(target);
        }
    }
}
