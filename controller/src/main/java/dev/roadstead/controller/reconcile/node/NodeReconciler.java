package dev.roadstead.controller.reconcile.node;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostFactory;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.EngineInfo;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.ListCheck;
import dev.roadstead.controller.plan.NodePlan;
import dev.roadstead.controller.plan.NodePlanner;
import dev.roadstead.controller.plan.NodeSnapshot;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.Orphans;
import dev.roadstead.controller.plan.OwnedContainer;
import dev.roadstead.controller.plan.Taints;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.reconcile.node.NodeConnection.Due;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Connection;
import dev.roadstead.model.Node.Retained;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps the way to one Node's engine open, says how the Node is, and has its containers looked at when they may differ. */
public final class NodeReconciler implements Reconciler {
    private static final Duration WHILE_UNCLEAR = Duration.ofSeconds(1);

    private final Lister<Node> nodes;
    private final Lister<Application> applications;
    private final Lister<Container> containers;
    private final NodeConnections connections;
    private final HostFactory factory;
    private final UnaryOperator<Host> pace;
    private final SecretRevisions secrets;
    private final Ownership ownership;
    private final EngineTriggers triggers;
    private final Consumer<String> enqueueContainer;
    private final Consumer<String> enqueueVolume;
    private final OrphanSweep orphans;
    private final VolumeCensus census;
    private final StatusCommitter committer;
    private final Storyteller story;
    private final String installation;
    private final InstantSource clock;

    /**
     * Wires it up.
     *
     * @param containers as {@code volumes} with an index "node"
     * @param pace has effects wait for their turn, as many at once as the engine is good at
     * @param secrets so that a way is opened anew when its Secret changes
     * @param ownership says which nodes are this server's, see {@link #shard}
     * @param enqueueContainer asks for a pass over a Container by its key
     * @param enqueueVolume the same for a Volume
     * @param onTrial whether a restore on trial uses a Docker volume now
     */
    public NodeReconciler(
            ApiClient client,
            Lister<Node> nodes,
            Lister<Application> applications,
            Lister<Container> containers,
            Lister<Volume> volumes,
            NodeConnections connections,
            HostFactory factory,
            UnaryOperator<Host> pace,
            SecretRevisions secrets,
            Ownership ownership,
            EngineTriggers triggers,
            Consumer<String> enqueueContainer,
            Consumer<String> enqueueVolume,
            Predicate<String> onTrial,
            EventRecorder events,
            String installation,
            InstantSource clock) {
        this.nodes = nodes;
        this.applications = applications;
        this.containers = containers;
        this.connections = connections;
        this.factory = factory;
        this.pace = pace;
        this.secrets = secrets;
        this.ownership = ownership;
        this.orphans = new OrphanSweep(client);
        this.census = new VolumeCensus(client, volumes, onTrial, installation);
        this.enqueueVolume = enqueueVolume;
        this.triggers = triggers;
        this.enqueueContainer = enqueueContainer;
        this.committer = new StatusCommitter(client);
        this.story = new Storyteller(events);
        this.installation = installation;
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        String name = Key.parse(key).name();
        Node node = nodes.find("", name);
        if (node == null) {
            connections.replace(name, null);
            enqueueAll(name);
            return Outcome.DONE;
        }
        return switch (ownership.claim(shard(name))) {
            case OURS -> converge(node);
            case UNCLEAR -> new Outcome.After(WHILE_UNCLEAR);
            case THEIRS -> {
                connections.replace(name, null);
                yield Outcome.DONE;
            }
        };
    }

    /** What the one server that works on a node owns. */
    public static String shard(String node) {
        return "node/" + node;
    }

    private Outcome converge(Node node) {
        NodeConnection connection = connect(node);
        NodePlan plan = NodePlanner.plan(look(node, connection));
        boolean changed = admit(connection, plan);
        Due due = connection.takeRelist(clock.instant());
        relist(node, connection, changed ? Due.ALL : due);
        VolumeCensus.Findings findings = findings(node, connection);
        Retained retained = findings == null ? retained(node) : new Retained(findings.retained());
        committer.commit(ResourceType.NODE, node, plan.status().withRetained(retained));
        story.tell(ResourceType.NODE, node, plan.notes());
        if (findings != null) {
            sweep(findings, connection);
        }
        return new Outcome.After(plan.lookAgain());
    }

    /** Null while the engine does not say. */
    private VolumeCensus.@Nullable Findings findings(Node node, NodeConnection connection) {
        String name = node.metadata().name();
        if (connection.access() instanceof HostAccess.Open(Host host)) {
            try {
                census.removeReplaced(name, host, clock.instant());
                return census.take(name, host, connection.volumeBytes());
            } catch (HostException e) {
                connection.relistSoon();
            }
        }
        return null;
    }

    /** What was known, which holds on while the engine does not say. */
    private static @Nullable Retained retained(Node node) {
        return node.status() == null ? null : node.status().retained();
    }

    private void sweep(VolumeCensus.Findings findings, NodeConnection connection) {
        if (connection.access() instanceof HostAccess.Open(Host host)) {
            try {
                census.sweep(findings, host);
            } catch (HostException e) {
                connection.relistSoon();
            }
        }
    }

    private NodeConnection connect(Node node) {
        String name = node.metadata().name();
        String credentials = secretOf(node.spec().connection()).map(secrets::of).orElse("");
        Optional<NodeConnection> open =
                connections.find(name).filter(connection -> connection.leadsTo(node, credentials));
        if (open.isPresent()) {
            return open.get();
        }
        NodeConnection opened = new NodeConnection(
                node,
                credentials,
                factory.open(node),
                () -> ownership.owns(shard(name)),
                pace,
                installation,
                triggers.listener(name),
                clock);
        connections.replace(name, opened);
        return opened;
    }

    private static Optional<SecretRef> secretOf(Connection connection) {
        if (connection.ssh() != null) {
            return Optional.of(connection.ssh().secretRef());
        }
        return connection.tcp() != null && connection.tcp().tls() != null
                ? Optional.of(connection.tcp().tls().secretRef())
                : Optional.empty();
    }

    private NodeSnapshot look(Node node, NodeConnection connection) {
        NodeSnapshot.Contact contact = ask(connection);
        List<Container> bound = bound(node.metadata().name());
        return new NodeSnapshot(
                node,
                nodes.all(),
                contact,
                connection.lastContact(),
                bound,
                staying(bound),
                connection.disk(),
                connection.spaceRanOut(),
                clock.instant());
    }

    private Set<String> staying(List<Container> bound) {
        return bound.stream()
                .filter(container -> !container.metadata().deleting())
                .filter(container -> {
                    Application application = applications.find(
                            String.valueOf(container.metadata().namespace()),
                            container.spec().application());
                    return application != null && Taints.stay(application.spec().placement());
                })
                .map(Container::key)
                .collect(Collectors.toSet());
    }

    private NodeSnapshot.Contact ask(NodeConnection connection) {
        try {
            EngineInfo answer = connection.host().info();
            connection.contacted(clock.instant());
            return new NodeSnapshot.Answered(answer);
        } catch (HostException e) {
            String why = String.valueOf(e.getMessage());
            return switch (e.kind()) {
                case BARRED, REFUSED -> new NodeSnapshot.Barred(why);
                default -> new NodeSnapshot.Silent(why);
            };
        }
    }

    private boolean admit(NodeConnection connection, NodePlan plan) {
        return switch (plan.way()) {
            case NodePlan.Open() -> connection.access(new HostAccess.Open(connection.host()));
            case NodePlan.Closed(String why) -> connection.access(new HostAccess.Closed(why));
            case NodePlan.Unclear() -> false;
        };
    }

    /** Has containers of the node looked at, and looks after those that belong to none. */
    private void relist(Node node, NodeConnection connection, Due due) {
        if (due == Due.NONE) {
            return;
        }
        String name = node.metadata().name();
        boolean open = connection.access() instanceof HostAccess.Open;
        if (due == Due.ALL || !open) {
            enqueueAll(name);
        }
        if (!open) {
            return;
        }
        try {
            // Known before or after: some come and some go while the engine answers.
            List<Container> known = new ArrayList<>(bound(name));
            List<OwnedContainer> docker = connection.host().containers(installation);
            List<Container> now = bound(name);
            known.addAll(now);
            if (due == Due.SUSPICIOUS) {
                enqueue(ListCheck.unsettled(now, docker));
            }
            List<OwnedContainer> suspects = Orphans.suspects(docker, known, name);
            List<Note> notes = orphans.sweep(name, connection.host(), suspects);
            Orphans.overdueChecks(docker, clock.instant())
                    .forEach(check -> connection.host().run(new HostAction.RemoveContainer(check.id())));
            story.tell(ResourceType.NODE, node, connection.news(notes));
            if (due == Due.ALL) {
                connection.host().run(new HostAction.SweepCarriers(installation));
            }
        } catch (HostException e) {
            connection.relistSoon();
        }
    }

    /** Volumes first: containers wait for them. */
    private void enqueueAll(String node) {
        census.volumesOn(node).forEach(volume -> enqueueVolume.accept(volume.key()));
        enqueue(bound(node));
    }

    /** Those that must go first: what replaces them may wait for their place. */
    private void enqueue(List<Container> some) {
        some.stream()
                .sorted(Comparator.comparing(container -> !container.metadata().deleting()))
                .forEach(container -> enqueueContainer.accept(container.key()));
    }

    private List<Container> bound(String node) {
        return containers.byIndex("node", node);
    }
}
