package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.function.Predicate;

/** The kinds that the server itself acts on have rules of their own on top of {@link UpdateRules}. Pure. */
final class KindRules {
    private final Predicate<String> builtIn;

    /** The predicate tells whether a resource (plural and group) is one of the server itself. */
    KindRules(Predicate<String> builtIn) {
        this.builtIn = builtIn;
    }

    ObjectNode prepareForCreate(Target target, ObjectNode object, Instant now) {
        return switch (target.definition().resource()) {
            case DefinitionRules.RESOURCE -> DefinitionRules.prepareForCreate(target, object, builtIn, now);
            default -> object;
        };
    }

    ObjectNode prepareForUpdate(Target target, ObjectNode current, ObjectNode next, Instant now) {
        return switch (target.definition().resource()) {
            case NamespaceRules.RESOURCE -> NamespaceRules.prepareForUpdate(current, next);
            case DefinitionRules.RESOURCE -> DefinitionRules.prepareForUpdate(target, current, next, builtIn, now);
            default -> next;
        };
    }

    void checkDeletable(Target target) {
        if (target.definition().resource().equals(NamespaceRules.RESOURCE)) {
            NamespaceRules.checkDeletable(target);
        }
    }
}
