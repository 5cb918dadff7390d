package dev.roadstead.controller.reconcile.release;

import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.EngineImage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Asks engines whether they have an image. */
final class ImageSurvey {
    /** Enough to notice that engines differ; more would make a rollout over a large fleet wait. */
    private static final int ENGINES = 8;

    private static final long SECONDS = 5;

    private ImageSurvey() {}

    /** The image on each engine that has it and says so in time, by node. */
    static Map<String, EngineImage> of(Map<String, Host> engines, String image) {
        Map<String, EngineImage> found = new ConcurrentHashMap<>();
        ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
        try {
            engines.entrySet().stream()
                    .limit(ENGINES)
                    .forEach(engine -> asking.execute(
                            () -> ask(engine.getValue(), image).ifPresent(it -> found.put(engine.getKey(), it))));
            asking.shutdown();
            boolean _ = asking.awaitTermination(SECONDS, TimeUnit.SECONDS); // who is late is left out
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            asking.shutdownNow();
        }
        return new TreeMap<>(found);
    }

    private static Optional<EngineImage> ask(Host engine, String image) {
        try {
            return engine.image(image);
        } catch (HostException e) {
            return Optional.empty(); // an engine out of reach has a say when it is back, by its own pull
        }
    }
}
