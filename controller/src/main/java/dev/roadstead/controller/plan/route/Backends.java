package dev.roadstead.controller.plan.route;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.route.Service.LoadBalancer;
import dev.roadstead.controller.plan.route.Service.Share;
import dev.roadstead.controller.plan.route.Service.Weighted;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The services behind a port of an Application, as one edge reaches them.
 *
 * <p>Which containers take requests is read from the containers: those in routing, ready, and not on their way out. That is
 * all there is to a blue-green switch and to a drain. A canary's weight is the rollout's while it stays at a step; on the
 * way to a step the new release has no more than its share of the containers, so that the first of them is not run over. A
 * release that is refused for its answers gets no request while there is another that serves, whatever is rolled out.
 */
public final class Backends {
    private Backends() {}

    /**
     * The services by name: one, or one that is weighted and its two parts.
     *
     * @param application null when there is none (any more): its containers serve until they go
     * @param containers those of the Application
     */
    public static SortedMap<String, Service> of(
            Backend backend, @Nullable Application application, List<Container> containers, EdgeView edge) {
        List<Container> serving = serving(backend, application, containers, edge);
        String name = RouteNames.service(backend);
        SortedMap<String, Service> services = new TreeMap<>();
        Optional<Application.Rollout> canary = canary(application);
        int release = canary.map(Application.Rollout::release).orElse(0);
        LoadBalancer fresh = balancer(backend, serving, edge, it -> it.spec().release() == release);
        LoadBalancer stable = balancer(backend, serving, edge, it -> it.spec().release() != release);
        if (canary.isEmpty() || fresh.servers().isEmpty() || stable.servers().isEmpty()) {
            services.put(name, balancer(backend, serving, edge, it -> true));
            return services;
        }
        int percent =
                percent(canary.get(), fresh.servers().size(), stable.servers().size());
        String ofCanary = RouteNames.canary(backend, release);
        services.put(ofCanary, fresh);
        services.put(name + "_stable", stable);
        Cookie cookie = backend.cookie();
        services.put(
                name,
                new Weighted(
                        List.of(new Share(ofCanary, percent), new Share(name + "_stable", 100 - percent)),
                        cookie == null ? null : cookie.ofReleases()));
        return services;
    }

    /** Whether requests may go to a container. */
    public static boolean serves(Container container) {
        Container.Status status = container.status();
        return status != null
                && container.spec().routed()
                && !container.metadata().deleting()
                && Conditions.isTrue(status.conditions(), "Ready");
    }

    /** A refused release is left out, and not by a weight of 0: visitors with its cookie would still be sent there. */
    private static List<Container> serving(
            Backend backend, @Nullable Application application, List<Container> containers, EdgeView edge) {
        List<Container> serving = containers.stream().filter(Backends::serves).toList();
        Application.Status status = application == null ? null : application.status();
        Integer refused = status == null ? null : status.refusedRelease();
        List<Container> others = serving.stream()
                .filter(it -> refused == null || it.spec().release() != refused)
                .toList();
        return balancer(backend, others, edge, _ -> true).servers().isEmpty() ? serving : others;
    }

    private static LoadBalancer balancer(
            Backend backend, List<Container> serving, EdgeView edge, Predicate<Container> which) {
        List<String> servers = serving.stream()
                .filter(which)
                .flatMap(container -> edge.url(container, backend.port()).stream())
                .distinct()
                .sorted()
                .toList();
        return new LoadBalancer(servers, backend.cookie());
    }

    /** The rollout whose weight counts, if there is one. */
    private static Optional<Application.Rollout> canary(@Nullable Application application) {
        Application.Status status = application == null ? null : application.status();
        return Optional.ofNullable(status)
                .map(Application.Status::rollout)
                .filter(rollout -> rollout.weight() != null && rollout.weight() < 100)
                .filter(rollout -> switch (rollout.phase()) {
                    case Progressing, Paused, AwaitingPromotion, Failed -> true;
                    case RolledBack, Complete, Superseded -> false;
                });
    }

    private static int percent(Application.Rollout rollout, int fresh, int stable) {
        int weight = rollout.weight() == null ? 0 : rollout.weight();
        boolean underWay = switch (rollout.phase()) {
            case Progressing, Failed -> true;
            case Paused, AwaitingPromotion, RolledBack, Complete, Superseded -> false;
        };
        return underWay ? Math.min(weight, 100 * fresh / (fresh + stable)) : weight;
    }
}
