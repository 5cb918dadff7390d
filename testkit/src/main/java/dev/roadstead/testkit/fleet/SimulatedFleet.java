package dev.roadstead.testkit.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Many simulated engines, each on a socket of its own in one directory. */
public final class SimulatedFleet implements AutoCloseable {
    private final List<SimulatedEngine> engines;

    private SimulatedFleet(List<SimulatedEngine> engines) {
        this.engines = engines;
    }

    /** Starts them; the directory's name is short, since that of a socket has at most 107 bytes. */
    public static SimulatedFleet start(Path directory, int count, Set<String> images, Behaviour behaviour)
            throws IOException {
        List<SimulatedEngine> engines = new ArrayList<>();
        SimulatedFleet fleet = new SimulatedFleet(engines);
        try {
            for (int i = 0; i < count; i++) {
                engines.add(SimulatedEngine.start(directory.resolve(i + ".sock"), i, images, behaviour));
            }
            return fleet;
        } catch (IOException e) {
            fleet.close();
            throw e;
        }
    }

    public List<SimulatedEngine> engines() {
        return List.copyOf(engines);
    }

    /** Containers that run on all of them. */
    public int running() {
        return engines.stream().mapToInt(SimulatedEngine::running).sum();
    }

    /** Calls that any of them did not know. */
    public List<String> unknownCalls() {
        return engines.stream()
                .flatMap(engine -> engine.unknownCalls().stream())
                .distinct()
                .toList();
    }

    /** How often each kind of call came to all of them together. */
    public Map<String, Long> calls() {
        Map<String, Long> sums = new TreeMap<>();
        engines.forEach(engine -> engine.calls().forEach((kind, count) -> sums.merge(kind, count, Long::sum)));
        return sums;
    }

    @Override
    public void close() {
        engines.forEach(SimulatedEngine::close);
    }
}
