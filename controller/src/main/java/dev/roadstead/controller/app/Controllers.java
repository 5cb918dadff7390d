package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.client.Kubeconfig;
import dev.roadstead.controller.host.GuardedHost;
import dev.roadstead.controller.host.HostFactory;
import dev.roadstead.controller.host.docker.Deadlines;
import dev.roadstead.controller.host.docker.DockerHost;
import dev.roadstead.controller.host.docker.Lender;
import dev.roadstead.controller.host.pace.PacedActions;
import dev.roadstead.controller.host.transport.Transports;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.FencedClient;
import dev.roadstead.controller.lease.LeaseKeeper;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.LoopConfig;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.probe.Prober;
import dev.roadstead.controller.reconcile.PullSecrets;
import dev.roadstead.controller.reconcile.application.ApplicationReconciler;
import dev.roadstead.controller.reconcile.application.ClusterLedger;
import dev.roadstead.controller.reconcile.application.ConfigKey;
import dev.roadstead.controller.reconcile.application.ConfigReader;
import dev.roadstead.controller.reconcile.backup.Trials;
import dev.roadstead.controller.reconcile.container.ContainerReconciler;
import dev.roadstead.controller.reconcile.node.EngineTriggers;
import dev.roadstead.controller.reconcile.node.LocalNode;
import dev.roadstead.controller.reconcile.node.NodeConnections;
import dev.roadstead.controller.reconcile.node.NodeReconciler;
import dev.roadstead.controller.reconcile.quota.QuotaReconciler;
import dev.roadstead.controller.reconcile.release.ImageReconciler;
import dev.roadstead.controller.reconcile.repository.BackupStores;
import dev.roadstead.controller.reconcile.repository.RepositoryReconciler;
import dev.roadstead.controller.reconcile.volume.VolumeGatherer;
import dev.roadstead.controller.reconcile.volume.VolumeReconciler;
import dev.roadstead.controller.reconcile.volume.VolumeTransfers;
import dev.roadstead.controller.run.Places;
import dev.roadstead.controller.secretstore.SecretReader;
import dev.roadstead.controller.secretstore.VaultClient;
import dev.roadstead.controller.status.ApiEventRecorder;
import dev.roadstead.controller.trigger.ContainerTriggers;
import dev.roadstead.egress.EgressClient;
import dev.roadstead.model.Container;
import dev.roadstead.model.ResourceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All controllers of an installation, running. Closing them leaves the containers as they are. */
public final class Controllers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Controllers.class);

    /** A pass over a container may pull an image and wait for a container to stop. */
    private static final Duration CONTAINER_PASS = Duration.ofMinutes(15);

    /** A pass over a repository may read all of it. */
    private static final Duration REPOSITORY_PASS = Duration.ofHours(24);

    private static final int REPOSITORIES_AT_ONCE = 4;
    private static final int CREATES_AT_ONCE = 4;
    private static final int VOLUMES_PER_NODE = 2;
    private static final int WORK_PER_NODE = 1;
    private static final int WORK_OVERALL = 3;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);

    /** What is to be closed, last opened first. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private Controllers() {}

    /**
     * Connects to the API server and starts everything.
     *
     * @throws UncheckedIOException if the kubeconfig cannot be read
     * @throws dev.roadstead.controller.client.ApiCallException if the API server does not answer as expected
     * @throws IllegalStateException if the first reads take longer than the start timeout
     */
    public static Controllers start(ControllerConfig config) throws InterruptedException {
        Controllers controllers = new Controllers();
        try {
            controllers.run(config);
            return controllers;
        } catch (RuntimeException | InterruptedException e) {
            controllers.close();
            throw e;
        }
    }

    private void run(ControllerConfig config) throws InterruptedException {
        Clock clock = Clock.systemUTC();
        HttpApiClient client = open(new HttpApiClient(read(config.kubeconfig())));
        String installation = Installation.id(client);
        LocalNode.register(client, config.dockerSocket());

        Informers informers = open(new Informers(client));
        ApiEventRecorder events = open(new ApiEventRecorder(client, clock));
        events.start();
        NodeConnections connections =
                open(new NodeConnections(node -> informers.nodes.lister().find("", node) != null));
        Prober prober = open(new Prober());
        Shards shards = new Shards(informers);
        String name = open(ServerName.beside(config.kubeconfig())).get();
        LeaseKeeper leases = open(new LeaseKeeper(client, name));
        HostFactory factory = dockerHosts(client, new Lender(name, clock));
        var ledger = new ClusterLedger();
        ConfigKey configKey = ConfigKey.of(client);
        EgressClient egress = open(EgressClient.start(config.egress()));
        SecretReader secrets = new SecretReader(client, new VaultClient(egress, clock));
        var toApplications = new LateKeys();
        ConfigReader configReader = new ConfigReader(
                client,
                new ConfigReader.Stores(secrets, open(new Questions()), toApplications),
                informers.secrets.lister(),
                informers.configMaps.lister(),
                configKey,
                clock);
        BackupStores stores = open(new BackupStores(client, clock, config.egress()));
        Places places = new Places(WORK_PER_NODE, WORK_OVERALL);
        Trials trials = new Trials();
        var toVolumes = new LateKeys();
        BorrowedHosts hosts = open(new BorrowedHosts(connections, leases, informers.nodes.lister(), factory));
        RestoreLoop restores = open(new RestoreLoop(
                new RestoreLoop.Parts(
                        client, informers, hosts, leases, shards, stores::open, places, events, installation, clock),
                toVolumes));
        Edges edges = open(new Edges(config, client, informers, hosts, leases, installation, configKey, clock));
        Loops loops = loops(
                config,
                client,
                installation,
                informers,
                ledger,
                configReader,
                secrets,
                connections,
                factory,
                leases,
                shards,
                prober,
                edges,
                events,
                stores,
                restores.transfers(),
                trials,
                clock);
        BackupLoops backups = open(new BackupLoops(new BackupLoops.Parts(
                client,
                informers,
                connections,
                leases,
                shards,
                stores::open,
                places,
                trials,
                events,
                installation,
                clock)));

        toVolumes.to(loops.volumes()::enqueue);
        toApplications.to(loops.applications()::enqueue);

        Routers routers = open(new Routers(config.edges().listen(), client, informers, leases, events, clock));

        Tenants tenants = open(new Tenants(client, informers, leases, clock));
        SecretStores secretStores = open(new SecretStores(client, informers, leases, secrets, clock));

        Metering metering = open(new Metering(client, informers, hosts, leases, egress, clock));

        loops.wokenBy(informers, ledger);
        restores.wokenByChanges();
        backups.wokenByChanges();
        edges.wokenBy(informers);
        routers.wokenBy(informers);
        tenants.wokenBy(informers);
        secretStores.wokenBy(informers);
        metering.wokenBy(informers);
        informers.start();
        informers.awaitSynced(config.startTimeout());
        leases.start(() -> {
            shards.wakeAll(loops);
            backups.wakeAll();
            restores.wakeAll();
            edges.wakeAll();
            routers.wakeAll();
            tenants.wakeAll();
            secretStores.wakeAll();
            metering.wakeAll();
        });
        loops.start();
        backups.start();
        restores.start();
        edges.start();
        routers.start();
        tenants.start();
        secretStores.start();
        metering.start();
        log.info("controllers run; installation {}", installation);
    }

    private static Kubeconfig read(Path kubeconfig) {
        try {
            return Kubeconfig.read(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException("the controllers cannot read " + kubeconfig, e);
        }
    }

    private Loops loops(
            ControllerConfig config,
            ApiClient client,
            String installation,
            Informers informers,
            ClusterLedger ledger,
            ConfigReader configReader,
            SecretReader secrets,
            NodeConnections connections,
            HostFactory factory,
            Ownership ownership,
            Shards shards,
            Prober prober,
            Edges edges,
            ApiEventRecorder events,
            BackupStores stores,
            VolumeTransfers transfers,
            Trials trials,
            Clock clock) {
        var applicationReconciler = new ApplicationReconciler(
                new FencedClient(client, ownership, Shards.APPLICATIONS),
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
                ledger,
                configReader,
                CREATES_AT_ONCE,
                events,
                clock);
        ControllerLoop applications = loop(
                "applications",
                new Sharded(applicationReconciler, ownership, _ -> Shards.APPLICATIONS),
                config.applicationWorkers(),
                LoopConfig.DEFAULT.passDeadline());

        ControllerLoop quotas = loop(
                "quotas",
                new Sharded(
                        new QuotaReconciler(client, informers.quotas.lister(), ledger::usage),
                        ownership,
                        _ -> Shards.APPLICATIONS),
                1,
                LoopConfig.DEFAULT.passDeadline());

        var pullSecrets = new PullSecrets(client, informers.serviceAccounts.lister());
        // The container loop is woken by its own health probes and by the node loop, so it is tied in late.
        var toContainers = new LateKeys();
        var containerReconciler = new ContainerReconciler(
                client,
                new ContainerReconciler.Caches(
                        informers.applications.lister(), informers.containers.lister(), informers.namespaces.lister()),
                secrets,
                pullSecrets,
                connections,
                new ProberProbes(prober, informers.nodes.lister(), toContainers),
                edges::leadTo,
                events,
                installation,
                clock);
        ControllerLoop containers = loop(
                "containers",
                containerReconciler,
                config.passesPerNode(),
                CONTAINER_PASS,
                key -> nodeOf(informers.containers.lister(), key));
        toContainers.to(containers::hint);

        var volumeReconciler = new VolumeReconciler(
                client,
                new VolumeGatherer(
                        new VolumeGatherer.Caches(
                                informers.volumes.lister(),
                                informers.containers.lister(),
                                informers.nodes.lister(),
                                informers.namespaces.lister()),
                        connections,
                        connections,
                        installation,
                        clock),
                transfers,
                events);
        ControllerLoop volumes = loop(
                "volumes",
                new Sharded(volumeReconciler, ownership, shards::volume, transfers::leave),
                VOLUMES_PER_NODE,
                LoopConfig.DEFAULT.passDeadline(),
                shards::volume);

        var toNodes = new LateKeys();
        var nodeReconciler = new NodeReconciler(
                client,
                informers.nodes.lister(),
                informers.applications.lister(),
                informers.containers.lister(),
                informers.volumes.lister(),
                connections,
                factory,
                host -> new GuardedHost(host, new PacedActions(host, containers::whileAside), host),
                informers::revision,
                ownership,
                new EngineTriggers(
                        new ContainerTriggers(informers.containers.lister()), connections, containers::hint, toNodes),
                containers::enqueue,
                volumes::enqueue,
                trials::use,
                events,
                installation,
                clock);
        ControllerLoop nodes = loop("nodes", nodeReconciler, 1, LoopConfig.DEFAULT.passDeadline(), node -> node);
        toNodes.to(nodes::enqueue);

        var imageReconciler = new ImageReconciler(
                client,
                new ImageReconciler.Caches(
                        informers.applications.lister(), informers.releases.lister(), informers.nodes.lister()),
                connections,
                pullSecrets,
                clock);
        ControllerLoop images = loop(
                "images",
                new Sharded(imageReconciler, ownership, shards::image),
                config.applicationWorkers(),
                LoopConfig.DEFAULT.passDeadline());

        var repositoryReconciler = new RepositoryReconciler(
                new FencedClient(client, ownership, Shards.REPOSITORIES),
                informers.repositories.lister(),
                stores,
                events,
                clock);
        ControllerLoop repositories = loop(
                "repositories",
                new Sharded(repositoryReconciler, ownership, _ -> Shards.REPOSITORIES),
                REPOSITORIES_AT_ONCE,
                REPOSITORY_PASS);
        return new Loops(applications, images, containers, nodes, volumes, repositories, quotas);
    }

    private HostFactory dockerHosts(ApiClient client, Lender lender) {
        Transports transports =
                open(new Transports((namespace, name) -> client.find(ResourceType.SECRET, namespace, name)));
        return node -> new DockerHost(transports.to(node.spec().connection()), Deadlines.DEFAULT, lender);
    }

    private ControllerLoop loop(String name, Reconciler reconciler, int workers, Duration deadline) {
        return loop(name, reconciler, workers, deadline, key -> "");
    }

    private ControllerLoop loop(
            String name, Reconciler reconciler, int workers, Duration deadline, UnaryOperator<String> laneOf) {
        LoopConfig config = new LoopConfig(workers, deadline, FIRST_BACKOFF, MAX_BACKOFF);
        return open(new ControllerLoop(name, reconciler, config, laneOf));
    }

    /** What hangs on one node holds up no other. */
    private static String nodeOf(Lister<Container> containers, String key) {
        Key parsed = Key.parse(key);
        Container container = containers.find(parsed.namespace(), parsed.name());
        return container == null ? "" : container.spec().nodeName();
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.push(closeable);
        return closeable;
    }

    /** Ends what was opened last first: passes, then what they use. Takes less than three seconds as a rule. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable next = opened.pop();
            try {
                next.close();
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                log.warn("{} did not close: {}", next.getClass().getSimpleName(), e.toString());
            }
        }
    }
}
