package dev.roadstead.bench.signin;

import dev.roadstead.apiserver.app.ApiServer;
import dev.roadstead.apiserver.app.ServerConfig;
import dev.roadstead.apiserver.fairness.Rate;
import dev.roadstead.apiserver.people.SignInLimits;
import dev.roadstead.bench.Folders;
import dev.roadstead.bench.http.Connection;
import dev.roadstead.bench.http.Request;
import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.load.Background;
import dev.roadstead.bench.load.ClosedLoop;
import dev.roadstead.bench.load.Latencies;
import dev.roadstead.bench.load.Operation;
import dev.roadstead.bench.load.Paced;
import dev.roadstead.bench.peer.KubeconfigFile;
import dev.roadstead.bench.report.Figures;
import dev.roadstead.bench.report.Machine;
import dev.roadstead.bench.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code make bench-signin}: people who sign in by password, and requests with the token of a Session alone and beside them.
 * The rates that slow down who guesses are off; the clients are in the server's process.
 */
public final class BenchSignIn {
    private static final List<Integer> CLIENTS = List.of(1, 8, 64);
    private static final int RUNS = 3;
    /** Signs in once: of one User more than 64 Sessions end. */
    private static final String ASKING = "asking";

    private final Target admin;
    private final Duration each;
    private final Figures figures = new Figures();

    private BenchSignIn(Target admin, Duration each) {
        this.admin = admin;
        this.each = each;
    }

    /** Argument: seconds for each figure. */
    public static void main(String[] arguments) throws Exception {
        Machine machine = Machine.now(InstantSource.system());
        Path folder = Files.createTempDirectory("roadstead-bench-signin");
        ServerConfig config = new ServerConfig(folder.resolve("data"), "127.0.0.1", 0, null, List.of())
                .limiting(new SignInLimits(Rate.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED));
        try (ApiServer server = ApiServer.start(config)) {
            BenchSignIn bench = new BenchSignIn(
                    KubeconfigFile.read(server.adminKubeconfig()), Duration.ofSeconds(Long.parseLong(arguments[0])));
            System.out.println(TextReport.of(machine, bench.measure(), List.of()));
        } finally {
            Folders.delete(folder);
        }
    }

    private Figures measure() throws IOException, InterruptedException {
        int most = CLIENTS.getLast();
        for (int i = 0; i < most; i++) {
            Person.register(admin, name(i));
        }
        Target person = admin.as(Person.register(admin, ASKING));
        Person.allow(admin, ASKING);
        for (int run = 0; run <= RUNS; run++) {
            Figures into = run == 0 ? new Figures() : figures; // the first compiles
            for (int clients : CLIENTS) {
                signIns(clients, into);
            }
            requests("requests of a Session, alone", person, into);
            AtomicInteger turnedAway = new AtomicInteger();
            try (Background _ = Background.start(most, i -> Person.connect(admin, name(i), turnedAway))) {
                requests("requests of a Session, beside " + most + " who sign in", person, into);
            }
        }
        return figures;
    }

    private void signIns(int clients, Figures into) throws IOException, InterruptedException {
        AtomicInteger turnedAway = new AtomicInteger();
        ClosedLoop.Outcome outcome = ClosedLoop.runFor(clients, each, i -> Person.connect(admin, name(i), turnedAway));
        String what = "sign-ins, " + clients + " at once";
        into.add(what, outcome.perSecond(), "/s");
        into.add(what + ", p50", outcome.latencies().millis(0.5), "ms");
        into.add(what + ", p99", outcome.latencies().millis(0.99), "ms");
        into.add(
                what + ", told to come back (429)",
                turnedAway.get() * 1e9 / outcome.elapsed().toNanos(),
                "/s");
    }

    private void requests(String what, Target person, Figures into) throws IOException, InterruptedException {
        byte[] request = Request.get(person, "/apis/roadstead.dev/v1/namespaces/user-" + ASKING + "/apikeys");
        Latencies latencies = Paced.runFor(each, i -> {
            Connection connection = person.connect();
            return new Operation() {
                @Override
                public void run() throws IOException {
                    connection.exchange(request, 200, (bytes, from, length) -> {});
                }

                @Override
                public void close() throws IOException {
                    connection.close();
                }
            };
        });
        into.add(what + ", p50", latencies.millis(0.5), "ms");
        into.add(what + ", p99", latencies.millis(0.99), "ms");
    }

    private static String name(int i) {
        return "person-" + i;
    }
}
