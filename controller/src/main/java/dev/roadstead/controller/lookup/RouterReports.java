package dev.roadstead.controller.lookup;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostDirectory;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Asks Traefik's API on the loopback of each node, through what reaches the node's engine. */
public final class RouterReports implements RouterLookup, AutoCloseable {
    /** Where the edges that Roadstead runs have their API. */
    public static final int PORT = 8099;

    private static final Duration FRESH = Duration.ofSeconds(20);
    private static final Duration FRESH_WHILE_URGENT = Duration.ofSeconds(2);
    private static final int AT_ONCE = 16;

    private final HostDirectory hosts;
    private final int port;
    private final LatestAnswers<String, Report> answers;

    public RouterReports(HostDirectory hosts, int port, InstantSource clock) {
        this.hosts = hosts;
        this.port = port;
        this.answers = new LatestAnswers<>(this::ask, AT_ONCE, clock);
    }

    @Override
    public Optional<Report> find(String node, boolean urgent, Runnable onAnswer) {
        return answers.find(node, _ -> urgent ? FRESH_WHILE_URGENT : FRESH, onAnswer);
    }

    private Report ask(String node) {
        if (!(hosts.access(node) instanceof HostAccess.Open(var host))) {
            return new Report.Failed("its engine is not reached");
        }
        Optional<Dialer> dialer = host.dialer();
        if (dialer.isEmpty()) {
            return new Report.OutOfReach();
        }
        try {
            return TraefikApi.loaded(dialer.get(), port);
        } catch (ConnectException e) {
            return new Report.Failed("nothing accepts connections at port " + port + " of its machine's loopback");
        } catch (IOException e) {
            return new Report.Failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        answers.close();
    }
}
