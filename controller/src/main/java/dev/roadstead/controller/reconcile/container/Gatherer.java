package dev.roadstead.controller.reconcile.container;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.plan.Adoption;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.ContainerPlanner;
import dev.roadstead.controller.plan.ContainerSnapshot;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.Probed;
import dev.roadstead.controller.plan.Supplies;
import dev.roadstead.controller.plan.VolumeMounts;
import dev.roadstead.controller.reconcile.PullSecrets;
import dev.roadstead.controller.secretstore.SecretReader;
import dev.roadstead.controller.secretstore.SecretStoreException;
import dev.roadstead.model.Application;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.HealthCheck;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import dev.roadstead.model.Volume;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Gathers what a decision about a Container is made from: the engine always live, the rest no more than is needed. */
final class Gatherer {
    private static final int LOG_LINES = 20;

    private final ApiClient client;
    private final ContainerReconciler.Caches caches;
    private final SecretReader secrets;
    private final PullSecrets pullSecrets;
    private final HealthProbes probes;
    private final Predicate<Container> routed;
    private final Consumer<String> looking;
    private final String installation;
    private final InstantSource clock;

    Gatherer(
            ApiClient client,
            ContainerReconciler.Caches caches,
            SecretReader secrets,
            PullSecrets pullSecrets,
            HealthProbes probes,
            Predicate<Container> routed,
            Consumer<String> looking,
            String installation,
            InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.secrets = secrets;
        this.pullSecrets = pullSecrets;
        this.probes = probes;
        this.routed = routed;
        this.looking = looking;
        this.installation = installation;
        this.clock = clock;
    }

    ContainerSnapshot gather(Container container, Host host) {
        looking.accept(container.key());
        Optional<ObservedContainer> observed = observe(container, host);
        forgetPredecessor(container, observed);
        ContainerSnapshot seen = new ContainerSnapshot(
                container,
                observed,
                installation,
                supplies(container, observed),
                volumes(container),
                PolicyLevel.of(caches.namespaces().find("", Names.namespace(container))),
                observed.map(o -> probe(container, o, host)).orElse(null),
                container.metadata().deleting() && mayDrain(container, observed) && isApplicationLeaving(container),
                container.metadata().deleting() && routed.test(container),
                container.metadata().deleting() && isAlone(container),
                ContainerSnapshot.Asked.NOTHING,
                clock.instant());
        Optional<Blueprint> wanted = Adoption.wanted(seen);
        if (wanted.isPresent()) {
            return seen.with(new ContainerSnapshot.Asked(null, objections(container, wanted.get(), host)));
        }
        return ContainerPlanner.wantsLog(seen)
                ? seen.with(new ContainerSnapshot.Asked(
                        host.logTail(observed.orElseThrow().id(), LOG_LINES), null))
                : seen;
    }

    /** What can be said without the engine. */
    ContainerSnapshot withoutEngine(Container container) {
        return new ContainerSnapshot(
                container,
                Optional.empty(),
                installation,
                Supplies.NONE,
                Map.of(),
                PolicyLevel.RESTRICTED,
                null,
                false,
                false,
                false,
                ContainerSnapshot.Asked.NOTHING,
                clock.instant());
    }

    /** Live: a container must not be started with what a Volume was, nor be taken away for it. */
    private Map<String, Volume> volumes(Container container) {
        return find(
                ResourceType.VOLUME,
                Names.namespace(container),
                VolumeMounts.names(container.spec().template()));
    }

    /** Asked live, since what is decided on it is whose a Docker container is. */
    private List<String> objections(Container container, Blueprint wanted, Host host) {
        return Adoption.rival(container, client.list(ResourceType.CONTAINER).items())
                .map(List::of)
                .orElseGet(() ->
                        host.differences(Objects.requireNonNull(container.spec().adopts()), wanted));
    }

    /** By its name; or by its id, if it is adopted, or is ours and somebody gave it another name. */
    private Optional<ObservedContainer> observe(Container container, Host host) {
        Optional<ObservedContainer> named = host.container(Names.docker(container));
        String adopts = container.spec().adopts();
        boolean made = named.stream().anyMatch(found -> installation.equals(found.label(Labels.MANAGED_BY)));
        Optional<ObservedContainer> adopted = made || adopts == null
                ? Optional.empty()
                : host.container(adopts).filter(found -> found.id().equals(adopts));
        if (adopted.isPresent()) {
            return adopted;
        }
        String known = container.status() == null ? null : container.status().containerID();
        if (named.isPresent() || known == null) {
            return named;
        }
        String uid = container.metadata().requireUid();
        return host.container(known)
                .filter(found -> installation.equals(found.label(Labels.MANAGED_BY))
                        && uid.equals(found.label(Labels.CONTAINER_UID)));
    }

    /** Looked up only where a container is going to be created, or was and has not run yet. */
    private Supplies supplies(Container container, Optional<ObservedContainer> observed) {
        boolean starts = observed.isEmpty()
                || observed.get().state() == ObservedContainer.State.CREATED
                || isToBeAdopted(container, observed.get());
        if (!starts || container.metadata().deleting()) {
            return Supplies.NONE;
        }
        ContainerTemplate template = container.spec().template();
        String namespace = Names.namespace(container);
        Map<String, ConfigMap> configMaps = find(ResourceType.CONFIG_MAP, namespace, Supplies.configMaps(template));
        try {
            Map<String, Secret> found = secrets(namespace, Supplies.secrets(template));
            return Supplies.resolve(container, found, configMaps, pullSecrets.access(namespace, template));
        } catch (SecretStoreException e) {
            return new Supplies.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Secret> secrets(String namespace, Collection<String> names) {
        Map<String, Secret> found = new HashMap<>();
        for (String name : names) {
            secrets.find(namespace, name).ifPresent(secret -> found.put(name, secret));
        }
        return found;
    }

    private static boolean isToBeAdopted(Container container, ObservedContainer observed) {
        boolean known = container.status() != null && container.status().adopted() != null;
        return !known && observed.id().equals(container.spec().adopts());
    }

    private <T extends Resource> Map<String, T> find(ResourceType<T> type, String namespace, Collection<String> names) {
        Map<String, T> found = new HashMap<>();
        for (String name : names) {
            client.find(type, namespace, name).ifPresent(object -> found.put(name, object));
        }
        return found;
    }

    private @Nullable Probed probe(Container container, ObservedContainer observed, Host host) {
        HealthCheck check = container.spec().template().healthCheck();
        boolean wanted = check != null && check.exec() == null;
        if (wanted && observed.state() == ObservedContainer.State.RUNNING) {
            return probes.watch(container, observed, host.dialer());
        }
        probes.forget(observed.id());
        return null;
    }

    private void forgetPredecessor(Container container, Optional<ObservedContainer> observed) {
        String known = container.status() == null ? null : container.status().containerID();
        if (known != null && observed.stream().noneMatch(o -> o.id().equals(known))) {
            probes.forget(known);
        }
    }

    /** Only then does it matter why it leaves. */
    private static boolean mayDrain(Container container, Optional<ObservedContainer> observed) {
        return !container.spec().drain().isZero()
                && observed.stream().anyMatch(found -> found.state() == ObservedContainer.State.RUNNING);
    }

    /** Asked live when memory says no: the deletion of an application reaches its containers before its informer. */
    private boolean isApplicationLeaving(Container container) {
        String namespace = Names.namespace(container);
        String name = container.spec().application();
        Application cached = caches.applications().find(namespace, name);
        return cached == null
                || cached.metadata().deleting()
                || client.find(ResourceType.APPLICATION, namespace, name)
                        .map(app -> app.metadata().deleting())
                        .orElse(true);
    }

    /** Leaving ones do not count: they may all leave at once, and the engine keeps a network that is in use. */
    private boolean isAlone(Container container) {
        return caches.containers().byIndex("node", container.spec().nodeName()).stream()
                .filter(other -> Names.namespace(other).equals(Names.namespace(container)))
                .filter(other -> !other.metadata().deleting())
                .allMatch(other -> other.key().equals(container.key()));
    }
}
