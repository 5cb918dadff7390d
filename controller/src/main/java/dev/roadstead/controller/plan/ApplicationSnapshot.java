package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.analysis.Traffic;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Release;
import dev.roadstead.model.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the decision about one Application is made from.
 *
 * @param releases those whose spec names the application
 * @param containers those whose spec names the application, with their status
 * @param candidates all nodes, each with all containers that are bound to it
 * @param volumes of its namespace, by name
 * @param quotas of its namespace, and of the Organization that this is one of
 * @param policy what its containers may do on their hosts
 * @param suspended whether all of its namespace is to be stopped, whatever the application says
 * @param routeLabels what Domains have its containers carry
 * @param config what its templates take from Secrets and ConfigMaps
 * @param traffic what is known of the requests to the new release of its canary
 */
public record ApplicationSnapshot(
        Application application,
        List<Release> releases,
        List<Container> containers,
        List<Candidate> candidates,
        Map<String, Volume> volumes,
        List<Quota> quotas,
        PolicyLevel policy,
        boolean suspended,
        RouteLabels routeLabels,
        ConfigDigests config,
        Traffic traffic,
        Instant now) {

    /** The same once these containers of the application are gone, and what they took is free. */
    ApplicationSnapshot without(Predicate<Container> gone) {
        Set<String> keys = containers.stream().filter(gone).map(Container::key).collect(Collectors.toSet());
        Predicate<Container> own = container -> keys.contains(container.key());
        List<Candidate> rest =
                candidates.stream().map(node -> node.without(own)).toList();
        List<Quota> freed = quotas;
        for (Container container : containers.stream().filter(own).toList()) {
            freed = freed.stream()
                    .map(quota -> quota.without(container.spec().template()))
                    .toList();
        }
        List<Container> others = containers.stream().filter(own.negate()).toList();
        return with(application, releases, others, rest, volumes, freed, now);
    }

    /** The same with the Application stopped if all of its namespace is to be. */
    ApplicationSnapshot heeded() {
        return suspended
                ? with(new Application(
                        application.metadata(), application.spec().stopped(), application.status()))
                : this;
    }

    /** The same with another Application. */
    ApplicationSnapshot with(Application other) {
        return with(other, releases, containers, candidates, volumes, quotas, now);
    }

    /** As it may be later: the same with all that a plan changes, at another time. */
    ApplicationSnapshot with(
            Application otherApplication,
            List<Release> otherReleases,
            List<Container> otherContainers,
            List<Candidate> otherCandidates,
            Map<String, Volume> otherVolumes,
            List<Quota> otherQuotas,
            Instant time) {
        return new ApplicationSnapshot(
                otherApplication,
                otherReleases,
                otherContainers,
                otherCandidates,
                otherVolumes,
                otherQuotas,
                policy,
                suspended,
                routeLabels,
                config,
                traffic,
                time);
    }
}
