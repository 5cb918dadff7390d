package dev.roadstead.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How much is measured.
 *
 * @param home the folder of the launcher script
 * @param report where the JSON goes
 * @param warmUp how long the JVMs are kept busy before anything counts, pauses of the clients excluded
 * @param step how long each rate is measured
 * @param watchers numbers of watchers
 * @param events how many each of them gets
 * @param listed objects of the list
 * @param held objects in all when memory is read
 * @param parts what is measured besides the start
 */
public record Settings(
        Path home,
        Path report,
        int runs,
        Duration warmUp,
        Duration step,
        List<Integer> clients,
        List<Integer> watchers,
        int events,
        int listed,
        int held,
        Set<Part> parts) {

    /** What can be measured by itself. */
    public enum Part {
        CREATES,
        GETS,
        LISTS,
        WATCHES,
        FAIRNESS,
        MEMORY
    }

    /** For figures that count. */
    static Settings full(Path home, Path report) {
        return new Settings(
                home,
                report,
                3,
                Duration.ofSeconds(20),
                Duration.ofSeconds(6),
                List.of(1, 8, 64),
                List.of(10, 1_000),
                100,
                10_000,
                100_000,
                EnumSet.allOf(Part.class));
    }

    /** For trying; the figures mean little, since the JVM is not warm. */
    static Settings quick(Path home, Path report) {
        return new Settings(
                home,
                report,
                1,
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                List.of(8, 64),
                List.of(10, 100),
                20,
                1_000,
                5_000,
                EnumSet.allOf(Part.class));
    }

    Settings withRuns(int other) {
        return new Settings(home, report, other, warmUp, step, clients, watchers, events, listed, held, parts);
    }

    Settings withSeconds(int other) {
        Duration each = Duration.ofSeconds(other);
        return new Settings(home, report, runs, warmUp, each, clients, watchers, events, listed, held, parts);
    }

    Settings withParts(Set<Part> other) {
        return new Settings(home, report, runs, warmUp, step, clients, watchers, events, listed, held, other);
    }
}
