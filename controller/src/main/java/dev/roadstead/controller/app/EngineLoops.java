package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.GuardedHost;
import dev.roadstead.controller.host.HostFactory;
import dev.roadstead.controller.host.pace.PacedActions;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.FencedClient;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.lookup.TrafficLookup;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.LoopConfig;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.probe.Prober;
import dev.roadstead.controller.reconcile.PullSecrets;
import dev.roadstead.controller.reconcile.application.ApplicationReconciler;
import dev.roadstead.controller.reconcile.application.ClusterLedger;
import dev.roadstead.controller.reconcile.application.ConfigReader;
import dev.roadstead.controller.reconcile.backup.Trials;
import dev.roadstead.controller.reconcile.container.ContainerReconciler;
import dev.roadstead.controller.reconcile.node.EngineTriggers;
import dev.roadstead.controller.reconcile.node.NodeConnections;
import dev.roadstead.controller.reconcile.node.NodeReconciler;
import dev.roadstead.controller.reconcile.quota.QuotaReconciler;
import dev.roadstead.controller.reconcile.release.ImageReconciler;
import dev.roadstead.controller.reconcile.repository.BackupStores;
import dev.roadstead.controller.reconcile.repository.RepositoryReconciler;
import dev.roadstead.controller.reconcile.volume.VolumeGatherer;
import dev.roadstead.controller.reconcile.volume.VolumeReconciler;
import dev.roadstead.controller.reconcile.volume.VolumeTransfers;
import dev.roadstead.controller.secretstore.SecretReader;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.trigger.ContainerTriggers;
import dev.roadstead.model.Container;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Makes the loops from Applications to what runs on engines. Used once, by one thread. */
final class EngineLoops {
    /** A pass over a container may pull an image and wait for a container to stop. */
    private static final Duration CONTAINER_PASS = Duration.ofMinutes(15);

    /** A pass over a repository may read all of it. */
    private static final Duration REPOSITORY_PASS = Duration.ofHours(24);

    private static final Duration USUAL_PASS = LoopConfig.DEFAULT.passDeadline();
    private static final int REPOSITORIES_AT_ONCE = 4;
    private static final int CHANGES_AT_ONCE = 4;
    private static final int VOLUMES_PER_NODE = 2;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);

    private final Parts parts;
    private final Informers informers;
    private final Opened opened;
    private final PullSecrets pullSecrets;

    /**
     * What they work with.
     *
     * @param leading whether an edge has yet to learn that a container leaves
     */
    record Parts(
            ControllerConfig config,
            ApiClient client,
            String installation,
            Informers informers,
            ClusterLedger ledger,
            ConfigReader configReader,
            TrafficLookup traffic,
            Consumer<String> toApplications,
            SecretReader secrets,
            NodeConnections connections,
            HostFactory factory,
            Ownership ownership,
            Shards shards,
            Prober prober,
            Predicate<Container> leading,
            EventRecorder events,
            BackupStores stores,
            VolumeTransfers transfers,
            Trials trials,
            Clock clock) {}

    EngineLoops(Parts parts, Opened opened) {
        this.parts = parts;
        this.informers = parts.informers();
        this.opened = opened;
        this.pullSecrets = new PullSecrets(parts.client(), informers.serviceAccounts.lister());
    }

    /** All of them, to be closed with the others that were opened. */
    Loops make() {
        ControllerLoop applications = applications();
        ControllerLoop quotas = quotas();
        ControllerLoop containers = containers();
        ControllerLoop volumes = volumes();
        ControllerLoop nodes = nodes(containers, volumes::enqueue);
        ControllerLoop images = images();
        ControllerLoop repositories = repositories();
        return new Loops(applications, images, containers, nodes, volumes, repositories, quotas);
    }

    private ControllerLoop applications() {
        var reconciler = new ApplicationReconciler(
                new FencedClient(parts.client(), parts.ownership(), Shards.APPLICATIONS),
                new ApplicationReconciler.Caches(
                        informers.applications.lister(),
                        informers.releases.lister(),
                        informers.containers.lister(),
                        informers.quotas.lister(),
                        informers.namespaces.lister(),
                        informers.tenants.projects.lister(),
                        informers.tenants.organizations.lister(),
                        informers.tenants.plans.lister(),
                        informers.volumes.lister(),
                        informers.domains.lister()),
                parts.ledger(),
                parts.configReader(),
                parts.traffic(),
                parts.toApplications(),
                CHANGES_AT_ONCE,
                parts.events(),
                parts.clock());
        return loop(
                "applications",
                new Sharded(reconciler, parts.ownership(), _ -> Shards.APPLICATIONS),
                parts.config().applicationWorkers(),
                USUAL_PASS);
    }

    private ControllerLoop quotas() {
        var reconciler = new QuotaReconciler(parts.client(), informers.quotas.lister(), parts.ledger()::usage);
        return loop("quotas", new Sharded(reconciler, parts.ownership(), _ -> Shards.APPLICATIONS), 1, USUAL_PASS);
    }

    private ControllerLoop containers() {
        // The loop is woken by its own health probes and told what its passes look at, so it is tied in late.
        var toContainers = new LateKeys();
        var looking = new LateKeys();
        var reconciler = new ContainerReconciler(
                parts.client(),
                new ContainerReconciler.Caches(
                        informers.applications.lister(), informers.containers.lister(), informers.namespaces.lister()),
                parts.secrets(),
                pullSecrets,
                parts.connections(),
                new ProberProbes(parts.prober(), informers.nodes.lister(), toContainers),
                parts.leading(),
                looking,
                parts.events(),
                parts.installation(),
                parts.clock());
        ControllerLoop containers = loop(
                "containers",
                reconciler,
                parts.config().passesPerNode(),
                CONTAINER_PASS,
                key -> nodeOf(informers.containers.lister(), key));
        toContainers.to(containers::hint);
        looking.to(containers::seeHints);
        return containers;
    }

    private ControllerLoop volumes() {
        var reconciler = new VolumeReconciler(
                parts.client(),
                new VolumeGatherer(
                        new VolumeGatherer.Caches(
                                informers.volumes.lister(),
                                informers.containers.lister(),
                                informers.nodes.lister(),
                                informers.namespaces.lister()),
                        parts.connections(),
                        parts.connections(),
                        parts.installation(),
                        parts.clock()),
                parts.transfers(),
                parts.events());
        return loop(
                "volumes",
                new Sharded(reconciler, parts.ownership(), parts.shards()::volume, parts.transfers()::leave),
                VOLUMES_PER_NODE,
                USUAL_PASS,
                parts.shards()::volume);
    }

    private ControllerLoop nodes(ControllerLoop containers, Consumer<String> enqueueVolume) {
        var toNodes = new LateKeys();
        var reconciler = new NodeReconciler(
                parts.client(),
                informers.nodes.lister(),
                informers.applications.lister(),
                informers.containers.lister(),
                informers.volumes.lister(),
                parts.connections(),
                parts.factory(),
                host -> new GuardedHost(host, new PacedActions(host, containers::whileAside), host),
                informers::revision,
                parts.ownership(),
                new EngineTriggers(
                        new ContainerTriggers(informers.containers.lister()),
                        parts.connections(),
                        containers::hint,
                        toNodes),
                containers::enqueue,
                enqueueVolume,
                parts.trials()::use,
                parts.events(),
                parts.installation(),
                parts.clock());
        ControllerLoop nodes = loop("nodes", reconciler, 1, USUAL_PASS, node -> node);
        toNodes.to(nodes::enqueue);
        return nodes;
    }

    private ControllerLoop images() {
        var reconciler = new ImageReconciler(
                parts.client(),
                new ImageReconciler.Caches(
                        informers.applications.lister(), informers.releases.lister(), informers.nodes.lister()),
                parts.connections(),
                pullSecrets,
                parts.clock());
        return loop(
                "images",
                new Sharded(reconciler, parts.ownership(), parts.shards()::image),
                parts.config().applicationWorkers(),
                USUAL_PASS);
    }

    private ControllerLoop repositories() {
        var reconciler = new RepositoryReconciler(
                new FencedClient(parts.client(), parts.ownership(), Shards.REPOSITORIES),
                informers.repositories.lister(),
                parts.stores(),
                parts.events(),
                parts.clock());
        return loop(
                "repositories",
                new Sharded(reconciler, parts.ownership(), _ -> Shards.REPOSITORIES),
                REPOSITORIES_AT_ONCE,
                REPOSITORY_PASS);
    }

    private ControllerLoop loop(String name, Reconciler reconciler, int workers, Duration deadline) {
        return loop(name, reconciler, workers, deadline, _ -> "");
    }

    private ControllerLoop loop(
            String name, Reconciler reconciler, int workers, Duration deadline, UnaryOperator<String> laneOf) {
        LoopConfig config = new LoopConfig(workers, deadline, FIRST_BACKOFF, MAX_BACKOFF);
        return opened.add(new ControllerLoop(name, reconciler, config, laneOf));
    }

    /** What hangs on one node holds up no other. */
    private static String nodeOf(Lister<Container> containers, String key) {
        Key parsed = Key.parse(key);
        Container container = containers.find(parsed.namespace(), parsed.name());
        return container == null ? "" : container.spec().nodeName();
    }
}
