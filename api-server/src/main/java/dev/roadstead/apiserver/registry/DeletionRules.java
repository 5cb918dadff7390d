package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.watch.CachedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Deletions that must be confirmed: of kinds that ask for it, since whatever an object stands for goes with it, and of a
 * namespace in which such objects lie, which would take them along. Confirmed is what has its own name in the annotation
 * {@value #CONFIRMATION}.
 *
 * <p>The server's own work is exempt: the content of a namespace goes when somebody was allowed to delete the namespace,
 * dependents when their owners went. So nothing that was begun is ever held up for a confirmation.
 */
final class DeletionRules {
    static final String CONFIRMATION = "roadstead.dev/confirm-deletion";

    /** How many objects are named. */
    private static final int SHOWN = 10;

    private final ConsistentReader reader;
    private final CatalogKeeper catalog;

    DeletionRules(ConsistentReader reader, CatalogKeeper catalog) {
        this.reader = reader;
        this.catalog = catalog;
    }

    /**
     * Looks at a deletion before anything is done for it. Who asks again for a deletion that has begun is not stopped.
     *
     * @throws ApiException Unconfirmed
     */
    void check(Target target, ObjectNode current, Caller caller) {
        boolean ownWork = caller.request() == null;
        if (ownWork || Metadata.isDeleting(current) || isConfirmed(target.name(), current)) {
            return;
        }
        if (target.definition().safeguards().confirmedDeletion()) {
            throw unconfirmed(
                    target,
                    "deleting it deletes all that belongs to it, so it must be confirmed by its name; run '"
                            + command(target) + "' and delete it again");
        }
        if (NamespaceRules.isNamespace(target.definition())) {
            checkContent(target);
        }
    }

    private void checkContent(Target namespace) {
        List<String> held = new ArrayList<>();
        for (ResourceDefinition definition : guardedKinds()) {
            for (CachedObject object : reader.list(definition, namespace.name()).items()) {
                ObjectNode decoded = ObjectJson.decode(object.json());
                if (!Metadata.isDeleting(decoded) && !isConfirmed(object.key().name(), decoded)) {
                    held.add(definition.singular() + "/" + object.key().name());
                }
            }
        }
        if (!held.isEmpty()) {
            String more = held.size() > SHOWN ? " and " + (held.size() - SHOWN) + " more" : "";
            throw unconfirmed(
                    namespace,
                    "deleting it deletes "
                            + held.stream().limit(SHOWN).collect(Collectors.joining(", ")) + more
                            + ", whose deletion must be confirmed; delete these first, or run '" + command(namespace)
                            + "' and delete it again");
        }
    }

    private List<ResourceDefinition> guardedKinds() {
        return catalog.get().stored().stream()
                .filter(it -> it.namespaced() && it.safeguards().confirmedDeletion())
                .toList();
    }

    private static boolean isConfirmed(String name, ObjectNode object) {
        return object.path("metadata")
                .path("annotations")
                .path(CONFIRMATION)
                .asText("")
                .equals(name);
    }

    private static String command(Target target) {
        String namespace = target.namespace().isEmpty() ? "" : " -n " + target.namespace();
        return "kubectl annotate " + target.definition().singular() + namespace + " " + target.name() + " "
                + CONFIRMATION + "=" + target.name();
    }

    private static ApiException unconfirmed(Target target, String why) {
        return new ApiException(
                new ApiFault.Unconfirmed(target.subject(), target.subject().describe() + " is not deleted: " + why));
    }
}
