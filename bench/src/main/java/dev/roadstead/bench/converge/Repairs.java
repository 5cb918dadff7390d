package dev.roadstead.bench.converge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.bench.report.Figures;
import dev.roadstead.testkit.EngineApi;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** How long a killed container is away, beside how long the engine itself takes to start one. */
final class Repairs {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Repairs() {}

    static void measure(String name, EngineApi engine, EngineEvents events, int times, Figures figures)
            throws IOException, InterruptedException, TimeoutException {
        JsonNode running = JSON.readTree(engine.get("/containers/json").body());
        double repair = 0;
        double start = 0;
        for (int i = 0; i < times; i++) {
            start += engineStart(engine, events);
            int died = events.of("die");
            int started = events.of("start");
            RawCalls.require(engine.post(
                    "/containers/" + running.get(i % running.size()).path("Id").asText() + "/kill", ""));
            events.await("die", died + 1, LIMIT);
            long begin = System.nanoTime();
            events.await("start", started + 1, LIMIT);
            repair += (System.nanoTime() - begin) / 1e6;
        }
        figures.add(name + ": from a container's end to its start", repair / times, "ms");
        figures.add(name + ": the engine's own start meanwhile", start / times, "ms");
        figures.add(name + ": repair beyond the engine's start", (repair - start) / times, "ms");
    }

    /** Of a container like the others, which is made and removed for it. */
    private static double engineStart(EngineApi engine, EngineEvents events)
            throws IOException, InterruptedException, TimeoutException {
        RawCalls.require(engine.post("/networks/create", "{\"Name\": \"bench-start\", \"Driver\": \"bridge\"}"));
        String id = RawCalls.create(engine, "bench-start", "bench-start");
        int started = events.of("start");
        int gone = events.of("destroy");
        long begin = System.nanoTime();
        RawCalls.require(engine.post("/containers/" + id + "/start", ""));
        events.await("start", started + 1, LIMIT);
        double millis = (System.nanoTime() - begin) / 1e6;
        RawCalls.require(engine.delete("/containers/" + id + "?force=true&v=true"));
        events.await("destroy", gone + 1, LIMIT);
        RawCalls.require(engine.delete("/networks/bench-start"));
        return millis;
    }
}
