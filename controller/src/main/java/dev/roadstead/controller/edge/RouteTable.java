package dev.roadstead.controller.edge;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.route.Backend;
import dev.roadstead.controller.plan.route.Backends;
import dev.roadstead.controller.plan.route.DomainRoutes;
import dev.roadstead.controller.plan.route.EdgeView;
import dev.roadstead.controller.plan.route.Service;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is routed, and who was told. Thread-safe: Domains come from their reconciler, changes of everything else from the
 * informers, questions from the edges.
 */
public final class RouteTable {
    /** An edge that has not asked for so long has gone; Traefik asks every five seconds unless told otherwise. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    /** After that its document is forgotten; it costs nothing but time to make it anew. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final Lister<Application> applications;
    private final Lister<Container> containers;
    private final Lister<Node> nodes;
    private final InstantSource clock;
    private final Consumer<String> onTold;
    private final Map<String, Accepted> domains = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> domainsOf = new ConcurrentHashMap<>();
    private final Map<String, EdgeState> edges = new ConcurrentHashMap<>();
    private final Map<String, Long> leaving = new ConcurrentHashMap<>();
    private final AtomicLong departures = new AtomicLong();

    /** An edge that asks. */
    private static final class EdgeState {
        private final EdgeDocument document = new EdgeDocument();
        private volatile Instant asked = Instant.EPOCH;
        private volatile Map<String, String> told = Map.of();
        private volatile long departures;
        private volatile long taken;
    }

    /**
     * An answer.
     *
     * @param departures how many containers had begun to leave when it was made
     */
    record Answer(EdgeDocument.Content content, long departures) {}

    /**
     * An empty one.
     *
     * @param containers by their Applications
     * @param onTold learns the key of each Domain that an edge has been told anew, or no longer
     */
    public RouteTable(
            Lister<Application> applications,
            Lister<Container> containers,
            Lister<Node> nodes,
            InstantSource clock,
            Consumer<String> onTold) {
        this.applications = applications;
        this.containers = containers;
        this.nodes = nodes;
        this.clock = clock;
        this.onTold = onTold;
    }

    /** Routes a Domain, or routes it differently. */
    public synchronized void put(Accepted domain) {
        Accepted before = domains.put(domain.key(), domain);
        if (domain.equals(before)) {
            return;
        }
        if (before != null) {
            leave(before);
        }
        domainsOf
                .computeIfAbsent(domain.backend().applicationKey(), _ -> ConcurrentHashMap.newKeySet())
                .add(domain.key());
        edges.values().forEach(edge -> edge.document.mark(domain.key()));
    }

    /** Routes a Domain no longer. */
    public synchronized void remove(String key) {
        Accepted before = domains.remove(key);
        if (before != null) {
            leave(before);
            edges.values().forEach(edge -> edge.document.mark(key));
        }
    }

    private void leave(Accepted domain) {
        domainsOf.computeIfPresent(domain.backend().applicationKey(), (_, keys) -> {
            keys.remove(domain.key());
            return keys.isEmpty() ? null : keys;
        });
    }

    /** Takes in a change that an informer reports. */
    public void container(@Nullable Container before, @Nullable Container after) {
        Container container = after == null ? before : after;
        if (container == null) {
            return;
        }
        markApplication(applicationOf(container));
        if (after == null) {
            leaving.remove(container.key());
        } else if (after.metadata().deleting()) {
            leaving.computeIfAbsent(after.key(), _ -> departures.incrementAndGet());
        }
    }

    private static String applicationOf(Container container) {
        return container.metadata().namespace() + "/" + container.spec().application();
    }

    /**
     * Whether an edge that asks has yet to take in that a container is being deleted: it was told, and has asked again.
     * Between the two it may be busy with the answer, and lead to the container still.
     */
    public boolean leadsTo(Container container) {
        if (!domainsOf.containsKey(applicationOf(container))) {
            return false;
        }
        // The informer may tell the container's reconciler first.
        long departure = leaving.getOrDefault(container.key(), Long.MAX_VALUE);
        Instant silent = clock.instant().minus(SILENCE);
        return edges.values().stream().anyMatch(edge -> edge.asked.isAfter(silent) && edge.taken < departure);
    }

    /** Likewise: a rollout's weight may be another. */
    public void application(@Nullable Application before, @Nullable Application after) {
        Application application = after == null ? before : after;
        if (application != null) {
            markApplication(application.key());
        }
    }

    /** Likewise: its address may be another. What a node reports of itself every moment changes nothing. */
    public void node(@Nullable Node before, @Nullable Node after) {
        if (before != null
                && after != null
                && Objects.equals(before.spec().address(), after.spec().address())) {
            return;
        }
        domainsOf.keySet().forEach(this::markApplication);
    }

    private void markApplication(String key) {
        if (domainsOf.containsKey(key)) {
            edges.values().forEach(edge -> edge.document.markApplication(key));
        }
    }

    /** What the edge of a node is told now; it counts as told when it is {@linkplain #told confirmed}. */
    Answer ask(String node) {
        long departed = departures.get();
        EdgeState edge = edges.computeIfAbsent(node, _ -> new EdgeState());
        edge.taken = edge.departures;
        if (edge.asked.equals(Instant.EPOCH)) {
            // Whoever changes anything from now on finds the edge; what was there before is marked here.
            domains.keySet().forEach(edge.document::mark);
        }
        Map<String, Node> byName = nodes.all().stream()
                .collect(Collectors.toMap(it -> it.metadata().name(), Function.identity()));
        return new Answer(edge.document.read(source, new EdgeView(node, byName)), departed);
    }

    /** The edge of a node has got this. */
    void told(String node, Answer answer) {
        EdgeDocument.Content content = answer.content();
        EdgeState edge = edges.get(node);
        if (edge == null) {
            return;
        }
        Map<String, String> before = edge.told;
        edge.told = content.versions();
        edge.departures = answer.departures();
        edge.asked = clock.instant();
        if (!before.equals(content.versions())) {
            Set<String> changed = new TreeSet<>(before.keySet());
            changed.addAll(content.versions().keySet());
            changed.removeIf(
                    key -> Objects.equals(before.get(key), content.versions().get(key)));
            changed.forEach(onTold);
        }
        Instant forgotten = clock.instant().minus(FORGOTTEN);
        edges.values().removeIf(it -> it.asked.isBefore(forgotten) && !it.asked.equals(Instant.EPOCH));
    }

    /** The routers and middlewares of a Domain; null if it is not routed. */
    public @Nullable DomainRoutes routesOf(String key) {
        Accepted domain = domains.get(key);
        return domain == null ? null : domain.routes();
    }

    /** The nodes whose edges ask. */
    public Set<String> asking() {
        Instant silent = clock.instant().minus(SILENCE);
        return edges.entrySet().stream()
                .filter(edge -> edge.getValue().asked.isAfter(silent))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those of them that have been told of this state of a Domain. */
    public Set<String> toldOf(Domain domain) {
        String version = Accepted.version(domain);
        return asking().stream()
                .filter(node -> {
                    EdgeState edge = edges.get(node);
                    return edge != null && version.equals(edge.told.get(domain.key()));
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private final EdgeDocument.Source source = new EdgeDocument.Source() {
        @Override
        public @Nullable Accepted domain(String key) {
            return domains.get(key);
        }

        @Override
        public Collection<Backend> backends(String application) {
            return domainsOf.getOrDefault(application, Set.of()).stream()
                    .map(domains::get)
                    .filter(Objects::nonNull)
                    .map(Accepted::backend)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        @Override
        public Function<Backend, Map<String, Service>> services(EdgeView edge) {
            return backend -> Backends.of(
                    backend,
                    applications.find(backend.namespace(), backend.application()),
                    containers.byIndex("application", backend.applicationKey()),
                    edge);
        }
    };
}
