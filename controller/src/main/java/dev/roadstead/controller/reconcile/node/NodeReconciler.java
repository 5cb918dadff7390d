package dev.roadstead.controller.reconcile.node;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostFactory;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.EngineInfo;
import dev.roadstead.controller.plan.NodePlan;
import dev.roadstead.controller.plan.NodePlanner;
import dev.roadstead.controller.plan.NodeSnapshot;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.Orphans;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps the way to one Node's engine open, says how the Node is, and has its containers looked at when they may differ. */
public final class NodeReconciler implements Reconciler {
    private static final Duration RELIST_INTERVAL = Duration.ofSeconds(30);

    private final Lister<Node> nodes;
    private final Lister<Container> containers;
    private final NodeConnections connections;
    private final HostFactory factory;
    private final EngineTriggers triggers;
    private final Consumer<String> enqueueContainer;
    private final StatusCommitter committer;
    private final Storyteller story;
    private final String installation;
    private final InstantSource clock;

    /**
     * Wires it up.
     *
     * @param containers with an index "node"
     * @param enqueueContainer asks for a pass over a Container by its key
     */
    public NodeReconciler(
            ApiClient client,
            Lister<Node> nodes,
            Lister<Container> containers,
            NodeConnections connections,
            HostFactory factory,
            EngineTriggers triggers,
            Consumer<String> enqueueContainer,
            EventRecorder events,
            String installation,
            InstantSource clock) {
        this.nodes = nodes;
        this.containers = containers;
        this.connections = connections;
        this.factory = factory;
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
            bound(name).forEach(container -> enqueueContainer.accept(container.key()));
            return Outcome.DONE;
        }
        NodeConnection connection = connect(node);
        NodePlan plan = NodePlanner.plan(look(node, connection));
        boolean changed = admit(connection, plan);
        if (changed || connection.takeRelist(clock.instant(), RELIST_INTERVAL)) {
            relist(node, connection);
        }
        committer.commit(ResourceType.NODE, node, plan.status());
        story.tell(ResourceType.NODE, node, plan.notes());
        return new Outcome.After(plan.lookAgain());
    }

    private NodeConnection connect(Node node) {
        String name = node.metadata().name();
        Optional<NodeConnection> open = connections.find(name).filter(connection -> connection.leadsTo(node));
        if (open.isPresent()) {
            return open.get();
        }
        NodeConnection opened =
                new NodeConnection(node, factory.open(node), installation, triggers.listener(name), clock.instant());
        connections.replace(name, opened);
        return opened;
    }

    private NodeSnapshot look(Node node, NodeConnection connection) {
        Optional<EngineInfo> answer = Optional.empty();
        String silence = "";
        try {
            answer = Optional.of(connection.host().info());
            connection.contacted(clock.instant());
        } catch (HostException e) {
            silence = String.valueOf(e.getMessage());
        }
        int count = bound(node.metadata().name()).size();
        return new NodeSnapshot(node, answer, silence, connection.lastContact(), count, clock.instant());
    }

    private boolean admit(NodeConnection connection, NodePlan plan) {
        return switch (plan.way()) {
            case NodePlan.Open() -> connection.access(new HostAccess.Open(connection.host()));
            case NodePlan.Closed(String why) -> connection.access(new HostAccess.Closed(why));
            case NodePlan.Unclear() -> false;
        };
    }

    /** Has every container of the node looked at, and reports what is on the engine and belongs to none. */
    private void relist(Node node, NodeConnection connection) {
        List<Container> bound = bound(node.metadata().name());
        bound.forEach(container -> enqueueContainer.accept(container.key()));
        if (!(connection.access() instanceof HostAccess.Open)) {
            return;
        }
        try {
            // Known before or after: some come and some go while the engine answers.
            List<Container> known = new ArrayList<>(containers.all());
            List<String> docker = connection.host().containerNames(installation);
            known.addAll(containers.all());
            List<Note> orphans = Orphans.find(docker, known);
            story.tell(ResourceType.NODE, node, orphans);
        } catch (HostException e) {
            connection.relistSoon();
        }
    }

    private List<Container> bound(String node) {
        return containers.byIndex("node", node);
    }
}
