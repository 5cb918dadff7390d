package dev.roadstead.controller.plan.route;

import dev.roadstead.controller.plan.RouteLabels;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Domain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The labels that the Domains of one Application ask for. Whether a Domain may be routed is read from its status, which one
 * server writes and all read: so all make the same labels.
 *
 * @param domains those with {@code labels: true}, by name
 * @param network the Docker network of their namespace
 */
public record LabeledDomains(List<Domain> domains, String network) implements RouteLabels {
    /** Of an Application's Domains, those that ask for labels. */
    public static RouteLabels of(Collection<Domain> ofApplication, String network) {
        List<Domain> asking = ofApplication.stream()
                .filter(domain -> domain.spec().labels() && !domain.metadata().deleting())
                .sorted(Comparator.comparing(Domain::key))
                .toList();
        return asking.isEmpty() ? NONE : new LabeledDomains(asking, network);
    }

    @Override
    public Optional<Map<String, String>> of(ContainerTemplate template) {
        List<DomainRoutes> routes = new ArrayList<>();
        for (Domain domain : domains) {
            Standing standing = Standing.of(domain);
            if (standing == Standing.PENDING) {
                return Optional.empty();
            }
            if (standing == Standing.GRANTED && !asksForPasswords(domain)) {
                routes.add(DomainRoutes.of(domain, List.of()));
            }
        }
        return Optional.of(DockerLabels.of(routes, template, network));
    }

    /** The schema refuses it, and the object may be older than that. */
    private static boolean asksForPasswords(Domain domain) {
        return domain.spec().middlewares() != null
                && domain.spec().middlewares().basicAuth() != null;
    }
}
