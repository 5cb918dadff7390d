package dev.roadstead.bench;

import dev.roadstead.bench.Settings.Part;
import dev.roadstead.bench.etcd.EtcdClients;
import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.load.ClosedLoop;
import dev.roadstead.bench.peer.EtcdServer;
import dev.roadstead.bench.peer.PlainPostgres;
import dev.roadstead.bench.peer.RoadsteadServer;
import dev.roadstead.bench.report.Figures;
import dev.roadstead.bench.scenario.BenchKind;
import dev.roadstead.bench.scenario.BenchUser;
import dev.roadstead.bench.scenario.Creates;
import dev.roadstead.bench.scenario.Fairness;
import dev.roadstead.bench.scenario.Gets;
import dev.roadstead.bench.scenario.Lists;
import dev.roadstead.bench.scenario.Memory;
import dev.roadstead.bench.scenario.RoadsteadClients;
import dev.roadstead.bench.scenario.Watches;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Everything once, on fresh servers. */
final class OneRun {
    private static final String NAMESPACE = "default-bench";
    private static final int WARM_UP_CLIENTS = 64;
    private static final int WARM_UP_ROUNDS = 4;

    private final Settings settings;
    private final Path folder;
    private final Figures figures;
    private final PrintStream progress;
    private int made;

    OneRun(Settings settings, Path folder, Figures figures, PrintStream progress) {
        this.settings = settings;
        this.folder = folder;
        this.figures = figures;
        this.progress = progress;
    }

    void measure() throws IOException, InterruptedException {
        Path data = folder.resolve("roadstead");
        progress.println("  start");
        try (RoadsteadServer empty = RoadsteadServer.start(settings.home(), data)) {
            figures.add("start, empty folder", empty.startMillis(), "ms");
        }
        try (RoadsteadServer server = RoadsteadServer.start(settings.home(), data)) {
            figures.add("start, existing database", server.startMillis(), "ms");
            BenchKind.install(server.admin());
            measure(server, BenchUser.create(server.admin()));
        }
        try (RoadsteadServer full = RoadsteadServer.start(settings.home(), data)) {
            figures.add("start, with all of the objects", full.startMillis(), "ms");
        }
    }

    private void measure(RoadsteadServer server, Target user) throws IOException, InterruptedException {
        String object = BenchKind.collection(NAMESPACE) + "/warm-0-0-0";
        Target other = user.equals(server.admin()) ? server.controllers() : server.admin();
        Set<Part> parts = settings.parts();
        progress.println("  warm-up");
        warmUp(server, user);
        if (parts.contains(Part.CREATES)) {
            creates(user);
        }
        if (parts.contains(Part.GETS)) {
            progress.println("  gets");
            Gets.measure(
                    settings.clients(),
                    settings.warmUp().dividedBy(4),
                    settings.step(),
                    folder,
                    server,
                    user,
                    object,
                    figures);
        }
        if (parts.contains(Part.LISTS)) {
            progress.println("  lists");
            made += Lists.measure(settings.listed(), settings.step(), server.admin(), user, figures);
        }
        if (parts.contains(Part.WATCHES)) {
            for (int watchers : settings.watchers()) {
                progress.println("  " + watchers + " watchers");
                made += Watches.measure(watchers, settings.events(), server.admin(), user, figures);
            }
        }
        if (parts.contains(Part.FAIRNESS)) {
            progress.println("  fairness");
            made += Fairness.measure(settings.step(), other, user, object, figures);
        }
        if (parts.contains(Part.MEMORY)) {
            progress.println("  memory");
            Memory.measure(made, settings.held(), server, user, figures);
        }
    }

    /** In rounds, after each of which the JVM compiles what it found hot: under load it would take minutes for that. */
    private void warmUp(RoadsteadServer server, Target user) throws IOException, InterruptedException {
        Duration round = settings.warmUp().dividedBy(WARM_UP_ROUNDS);
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            made += ClosedLoop.runFor(WARM_UP_CLIENTS, round, RoadsteadClients.creates(user, NAMESPACE, "warm-" + i))
                    .latencies()
                    .count();
            server.awaitIdle();
        }
    }

    private void creates(Target user) throws IOException, InterruptedException {
        try (EtcdServer etcd = EtcdServer.start(folder);
                PlainPostgres postgres = PlainPostgres.start(folder)) {
            // The load generator's own code for it; etcd needs no warming.
            ClosedLoop.runFor(
                    WARM_UP_CLIENTS,
                    settings.warmUp().dividedBy(4),
                    EtcdClients.puts(etcd.port(), "warm", new byte[BenchKind.SIZE]));
            for (int clients : settings.clients()) {
                progress.println("  creates, clients: " + clients);
                made += Creates.measure(clients, settings.step(), etcd, postgres, user, figures);
            }
        }
    }
}
