package dev.roadstead.controller.plan.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What has been counted for one step of one canary, lately. The first look at a counter is where it begins; each further
 * one adds the difference. So that hours without a fault do not hide what begins now, the oldest is let go: what is judged
 * are the last five to ten minutes, and more as long as that would be too few requests.
 *
 * @param looks the last look, by edge and service; an edge that is away for a while goes on from its last one
 * @param earlier what is let go next; none, or enough for a verdict
 * @param lately what has come since
 * @param since when {@code lately} began
 */
public record Window(Map<String, Map<String, Figures>> looks, Figures earlier, Figures lately, Instant since) {
    private static final Duration HALF = Duration.ofMinutes(5);

    public Window {
        looks = Map.copyOf(looks);
    }

    /** Nothing has been looked at yet. */
    public static Window from(Instant now) {
        return new Window(Map.of(), Figures.NONE, Figures.NONE, now);
    }

    /**
     * The same after another look.
     *
     * @param counters by service, all that are looked at; zero for one that the edge has no requests of
     * @param enough requests for a verdict
     */
    public Window with(String edge, Map<String, Figures> counters, int enough, Instant now) {
        Map<String, Figures> before = looks.getOrDefault(edge, counters);
        Figures more = counters.entrySet().stream()
                .map(counter -> counter.getValue().since(before.getOrDefault(counter.getKey(), counter.getValue())))
                .reduce(lately, Figures::plus);
        Map<String, Map<String, Figures>> seen = new HashMap<>(looks);
        seen.put(edge, Map.copyOf(counters));
        boolean turns = !now.isBefore(since.plus(HALF)) && more.requests() >= enough;
        return turns ? new Window(seen, more, Figures.NONE, now) : new Window(seen, earlier, more, since);
    }

    /** Whether an edge has been looked at. */
    public boolean knows(String edge) {
        return looks.containsKey(edge);
    }

    /** What is judged. */
    public Figures figures() {
        return earlier.plus(lately);
    }
}
