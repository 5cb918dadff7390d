package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.client.Kubeconfig;
import dev.roadstead.controller.host.HostFactory;
import dev.roadstead.controller.host.docker.Deadlines;
import dev.roadstead.controller.host.docker.DockerHost;
import dev.roadstead.controller.host.docker.Lender;
import dev.roadstead.controller.host.transport.Transports;
import dev.roadstead.controller.lease.LeaseKeeper;
import dev.roadstead.controller.lookup.EdgeTraffic;
import dev.roadstead.controller.lookup.RouterReports;
import dev.roadstead.controller.probe.Prober;
import dev.roadstead.controller.reconcile.application.ClusterLedger;
import dev.roadstead.controller.reconcile.application.ConfigKey;
import dev.roadstead.controller.reconcile.application.ConfigReader;
import dev.roadstead.controller.reconcile.backup.Trials;
import dev.roadstead.controller.reconcile.node.LocalNode;
import dev.roadstead.controller.reconcile.node.NodeConnections;
import dev.roadstead.controller.reconcile.repository.BackupStores;
import dev.roadstead.controller.run.Places;
import dev.roadstead.controller.secretstore.SecretReader;
import dev.roadstead.controller.secretstore.VaultClient;
import dev.roadstead.controller.status.ApiEventRecorder;
import dev.roadstead.egress.EgressClient;
import dev.roadstead.model.ResourceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All controllers of an installation, running. Closing them leaves the containers as they are. */
public final class Controllers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Controllers.class);

    private static final int WORK_PER_NODE = 1;
    private static final int WORK_OVERALL = 3;

    private final Opened opened = new Opened();

    private Controllers() {}

    /**
     * Connects to the API server and starts everything.
     *
     * @throws UncheckedIOException if the kubeconfig cannot be read
     * @throws dev.roadstead.controller.client.ApiCallException if the API server does not answer as expected, or the first
     *     reads take longer than the start timeout; nothing is left running
     */
    public static Controllers start(ControllerConfig config) throws InterruptedException {
        Controllers controllers = new Controllers();
        try {
            controllers.run(config);
            return controllers;
        } catch (RuntimeException | InterruptedException e) {
            // Closing waits for what it closes, even on a thread that was interrupted.
            boolean interrupted = Thread.interrupted();
            controllers.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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
        EdgeTraffic traffic = open(new EdgeTraffic(hosts, RouterReports.PORT, clock));
        Loops loops = new EngineLoops(
                        new EngineLoops.Parts(
                                config,
                                client,
                                installation,
                                informers,
                                ledger,
                                configReader,
                                traffic,
                                toApplications,
                                secrets,
                                connections,
                                factory,
                                leases,
                                shards,
                                prober,
                                edges::leadTo,
                                events,
                                stores,
                                restores.transfers(),
                                trials,
                                clock),
                        opened)
                .make();
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

    private HostFactory dockerHosts(ApiClient client, Lender lender) {
        Transports transports =
                open(new Transports((namespace, name) -> client.find(ResourceType.SECRET, namespace, name)));
        return node -> new DockerHost(transports.to(node.spec().connection()), Deadlines.DEFAULT, lender);
    }

    private <T extends AutoCloseable> T open(T closeable) {
        return opened.add(closeable);
    }

    /** Ends what was opened last first: passes, then what they use. Takes less than three seconds as a rule. */
    @Override
    public void close() {
        opened.close();
    }
}
