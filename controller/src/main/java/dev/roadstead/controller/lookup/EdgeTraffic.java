package dev.roadstead.controller.lookup;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.plan.analysis.Figures;
import dev.roadstead.controller.plan.analysis.Traffic;
import dev.roadstead.controller.plan.analysis.Window;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Reads what edges count on the loopback of their nodes, while a canary wants to know: one question per edge and interval
 * serves all canaries. What was counted is in memory only; a server that starts begins anew.
 */
public final class EdgeTraffic implements TrafficLookup, AutoCloseable {
    /** How old an answer may be. */
    public static final Duration FRESH = Duration.ofSeconds(5);

    private static final Duration FORGOTTEN = Duration.ofMinutes(10);
    private static final int AT_ONCE = 8;

    private final HostDirectory hosts;
    private final int port;
    private final InstantSource clock;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private final LatestAnswers<String, Answer> answers;

    /** A canary, what has been counted of it, and when somebody asked last. */
    private record Watched(Canary canary, Window window, Instant begun, Instant asked) {}

    /** What an edge says. */
    private sealed interface Answer {
        /** By service, those of them that it has requests of. */
        record Counted(Set<String> services, Map<String, Figures> figures, Instant at) implements Answer {
            /** Of a look at these services since then. */
            boolean tells(Canary canary, Instant since) {
                return !at.isBefore(since) && services.containsAll(canary.services());
            }
        }

        record Failed(String why) implements Answer {}
    }

    public EdgeTraffic(HostDirectory hosts, int port, InstantSource clock) {
        this.hosts = hosts;
        this.port = port;
        this.clock = clock;
        this.answers = new LatestAnswers<>(this::ask, AT_ONCE, clock);
    }

    @Override
    public Traffic find(Canary canary, Set<String> edges, Runnable onAnswer) {
        Watched known = watched.get(canary.application());
        Watched own = known != null && known.canary().equals(canary) ? known : begin(canary);
        Window window = own.window();
        Instant now = clock.instant();
        int by = 0;
        String why = "";
        for (String edge : new TreeSet<>(edges)) {
            Optional<Answer> answer = answers.find(edge, _ -> FRESH, onAnswer);
            switch (answer.orElse(null)) {
                case Answer.Counted counted
                when counted.tells(canary, own.begun()) -> {
                    window = window.with(edge, counters(canary, counted), canary.enough(), now);
                    by++;
                }
                case Answer.Failed(String failed) -> why = why.isEmpty() ? failed : why;
                case null, default -> {}
            }
        }
        watched.put(canary.application(), new Watched(canary, window, own.begun(), now));
        if (by > 0) {
            return new Traffic.Counted(window.figures(), by, edges.size());
        }
        return new Traffic.Unseen(why.isEmpty() ? "edges are being asked" : why);
    }

    /** Known before an edge is asked, so that the answer is about it. What nobody has asked for in a while goes. */
    private Watched begin(Canary canary) {
        Instant now = clock.instant();
        watched.values().removeIf(it -> it.asked().isBefore(now.minus(FORGOTTEN)));
        Watched begun = new Watched(canary, Window.from(now), now, now);
        watched.put(canary.application(), begun);
        return begun;
    }

    private static Map<String, Figures> counters(Canary canary, Answer.Counted counted) {
        Map<String, Figures> counters = new HashMap<>();
        canary.services()
                .forEach(service -> counters.put(service, counted.figures().getOrDefault(service, Figures.NONE)));
        return counters;
    }

    @Override
    public void forget(String application) {
        watched.remove(application);
    }

    private Answer ask(String node) {
        Instant at = clock.instant();
        Set<String> services = watched.values().stream()
                .flatMap(it -> it.canary().services().stream())
                .collect(Collectors.toUnmodifiableSet());
        String edge = "the edge of node " + node;
        if (!(hosts.access(node) instanceof HostAccess.Open(var host))) {
            return new Answer.Failed(edge + " cannot be asked: its engine is not reached");
        }
        Optional<Dialer> dialer = host.dialer();
        if (dialer.isEmpty()) {
            return new Answer.Failed(edge + " cannot be asked: its node is connected by TCP, which does not lead to its"
                    + " loopback; a Unix socket or SSH does");
        }
        try {
            return new Answer.Counted(services, TraefikMetrics.of(services, dialer.get(), port), at);
        } catch (IOException e) {
            return new Answer.Failed(edge + " does not say what it counts: " + String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        answers.close();
    }
}
