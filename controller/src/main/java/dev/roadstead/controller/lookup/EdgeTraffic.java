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
    /** How old an answer may be before the edge is asked again. */
    public static final Duration FRESH = Duration.ofSeconds(5);

    /** How long an edge counts as one that does after it last said so: some answers may fail or take long. */
    static final Duration COUNTS_FOR = Duration.ofMinutes(1);

    private static final Duration FORGOTTEN = Duration.ofMinutes(10);
    private static final int AT_ONCE = 8;

    private final HostDirectory hosts;
    private final int port;
    private final InstantSource clock;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    private final Map<String, Answer.Counted> counted = new ConcurrentHashMap<>();
    private final LatestAnswers<String, Answer> answers;

    /** A canary, what has been counted of it, and when somebody asked last. */
    private record Watched(Canary canary, Window window, Instant begun, Instant asked) {
        /** Whether it is the same step of the same try; services may come and go, and what is enough may change. */
        boolean is(Canary other) {
            return canary.uid().equals(other.uid())
                    && canary.release() == other.release()
                    && canary.startedAt().equals(other.startedAt())
                    && canary.step() == other.step();
        }
    }

    /** What an edge says. */
    private sealed interface Answer {
        /** By service, those of them that it has requests of. */
        record Counted(Set<String> services, Map<String, Figures> figures, Instant at) implements Answer {
            /** Of a look at these services since then. */
            boolean tells(Canary canary, Instant since) {
                return !at.isBefore(since) && services.containsAll(canary.services());
            }

            boolean isOld(Instant now) {
                return Duration.between(at, now).abs().compareTo(COUNTS_FOR) > 0;
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
        Instant now = clock.instant();
        Watched own = watch(canary, now);
        Window window = own.window();
        int by = 0;
        String why = "";
        for (String edge : new TreeSet<>(edges)) {
            Optional<Answer> latest = answers.find(edge, _ -> FRESH, onAnswer);
            Answer.Counted last = counted.get(edge);
            if (last != null && last.tells(canary, own.begun()) && !last.isOld(now)) {
                window = window.with(edge, counters(canary, last), canary.enough(), now);
                by++;
            } else if (why.isEmpty()) {
                why = whyNot(edge, latest, now);
            }
        }
        watched.put(canary.application(), new Watched(canary, window, own.begun(), now));
        if (by > 0) {
            return new Traffic.Counted(window.figures(), by, edges.size());
        }
        return new Traffic.Unseen(why.isEmpty() ? "edges are being asked" : why);
    }

    /** Known before an edge is asked, so that the answer is about it. What nobody has asked for in a while goes. */
    private Watched watch(Canary canary, Instant now) {
        Watched known = watched.get(canary.application());
        // What was begun in the future was begun before the clock was put back.
        boolean goesOn = known != null && known.is(canary) && !known.begun().isAfter(now);
        if (!goesOn) {
            watched.values().removeIf(it -> it.asked().isBefore(now.minus(FORGOTTEN)));
            counted.values().removeIf(it -> it.isOld(now));
        }
        Watched own = known != null && goesOn
                ? new Watched(canary, known.window(), known.begun(), now)
                : new Watched(canary, Window.from(now), now, now);
        watched.put(canary.application(), own);
        return own;
    }

    private static String whyNot(String edge, Optional<Answer> latest, Instant now) {
        return switch (latest.orElse(null)) {
            case Answer.Failed(String failed) -> failed;
            case Answer.Counted last when last.isOld(now) -> "the edge of node " + edge + " does not answer in time";
            case null, default -> "";
        };
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
            Answer.Counted answer = new Answer.Counted(services, TraefikMetrics.of(services, dialer.get(), port), at);
            counted.put(node, answer);
            return answer;
        } catch (IOException e) {
            return new Answer.Failed(edge + " does not say what it counts: " + String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Answer.Failed(edge + " cannot be asked: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        answers.close();
    }
}
