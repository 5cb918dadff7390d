package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lookup.NameLookup;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Organization;
import org.jspecify.annotations.Nullable;

/**
 * Whether DNS proves that a hostname is its Domain's to use, where that is asked for. The proof is the Organization's for all
 * namespaces that were made for it; any other namespace proves it for itself.
 */
record OwnershipCheck(
        NameLookup names,
        Lister<Namespace> namespaces,
        Lister<Organization> organizations,
        Lister<Edge> edges,
        String installation) {

    /** Null if nothing is asked for; {@code wake} runs when DNS has something new to say. */
    @Nullable
    Finding of(Domain domain, Runnable wake) {
        Edge edge = edges.find("", Edge.NAME);
        boolean isForced = edge != null && edge.spec().ownership() == Domain.Ownership.Txt.Required;
        if (!isForced && domain.spec().ownership().txt() == Domain.Ownership.Txt.Skip) {
            return null;
        }
        String name = NameChecks.challengeName(domain.spec().hostname());
        Organization organization = organization(domain);
        String value = organization == null
                ? NameChecks.challengeValue(installation, domain)
                : NameChecks.challengeValue(installation, organization);
        return NameChecks.verified(name, value, names.find(name, wake));
    }

    /** Whose namespace it is in; null for nobody's. */
    private @Nullable Organization organization(Domain domain) {
        Namespace namespace =
                namespaces.find("", String.valueOf(domain.metadata().namespace()));
        String organization =
                namespace == null ? null : namespace.metadata().labels().get(Labels.ORGANIZATION);
        return organization == null ? null : organizations.find("", organization);
    }
}
