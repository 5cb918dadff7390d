package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.webhook.WebhookConfigurations;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The kinds that the server itself acts on have rules of their own on top of {@link UpdateRules}. Pure. */
final class KindRules {
    private final Predicate<String> builtIn;
    private final Supplier<Collection<DefinitionNames.Claims>> names;

    /**
     * Rules by what is served now.
     *
     * @param builtIn whether a resource (plural and group) is one of the server itself
     * @param names what all definitions are called
     */
    KindRules(Predicate<String> builtIn, Supplier<Collection<DefinitionNames.Claims>> names) {
        this.builtIn = builtIn;
        this.names = names;
    }

    ObjectNode prepareForCreate(Target target, ObjectNode object, Instant now) {
        return switch (target.definition().resource()) {
            case DefinitionRules.RESOURCE ->
                DefinitionRules.prepareForCreate(target, object, builtIn, names.get(), now);
            case WebhookConfigurations.MUTATING, WebhookConfigurations.VALIDATING -> checkedWebhooks(target, object);
            default -> object;
        };
    }

    ObjectNode prepareForUpdate(Target target, ObjectNode current, ObjectNode next, Instant now) {
        return switch (target.definition().resource()) {
            case NamespaceRules.RESOURCE -> NamespaceRules.prepareForUpdate(current, next);
            case DefinitionRules.RESOURCE -> DefinitionRules.prepareForUpdate(target, current, next, names.get(), now);
            case WebhookConfigurations.MUTATING, WebhookConfigurations.VALIDATING -> checkedWebhooks(target, next);
            default -> next;
        };
    }

    private static ObjectNode checkedWebhooks(Target target, ObjectNode configuration) {
        List<Cause> causes = WebhookConfigurations.check(configuration);
        if (causes.isEmpty()) {
            return configuration;
        }
        throw new ApiException(new ApiFault.Invalid(target.kindSubject(), causes));
    }

    void checkDeletable(Target target) {
        if (target.definition().resource().equals(NamespaceRules.RESOURCE)) {
            NamespaceRules.checkDeletable(target);
        }
    }
}
