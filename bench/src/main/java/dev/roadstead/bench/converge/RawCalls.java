package dev.roadstead.bench.converge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.testkit.EngineApi;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Plain calls of the engine's API, a fixed number at a time: what any other can only come near to. */
final class RawCalls implements Contender {
    private static final String NETWORK = "bench-raw";
    private static final JsonMapper JSON = new JsonMapper();

    private final EngineApi engine;
    private final int atOnce;
    private final Deque<String> running = new ArrayDeque<>();
    private int made;

    RawCalls(EngineApi engine, int atOnce) throws IOException {
        this.engine = engine;
        this.atOnce = atOnce;
        engine.post("/networks/create", "{\"Name\": \"" + NETWORK + "\", \"Driver\": \"bridge\"}");
    }

    @Override
    public String name() {
        return "raw, " + atOnce + " at once";
    }

    @Override
    public void scale(int containers) throws IOException, InterruptedException {
        List<Step> steps = new ArrayList<>();
        for (int i = running.size(); i < containers; i++) {
            steps.add(this::add);
        }
        for (int i = containers; i < running.size(); i++) {
            steps.add(this::remove);
        }
        all(steps);
    }

    /** New ones beside the old ones, then the old ones go, as a rolling update does. */
    @Override
    public void update(int containers, int step) throws IOException, InterruptedException {
        for (int done = 0; done < containers; done += step) {
            int now = Math.min(step, containers - done);
            scale(containers + now);
            scale(containers);
        }
    }

    @Override
    public boolean repairs() {
        return false;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void all(List<Step> steps) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
            List<Future<?>> results = new ArrayList<>();
            for (Step step : steps) {
                results.add(threads.submit(() -> {
                    step.run();
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private void add() throws IOException {
        String name;
        synchronized (this) {
            name = "raw-" + made++;
        }
        String id = create(engine, name, NETWORK);
        require(engine.post("/containers/" + id + "/start", ""));
        synchronized (this) {
            running.add(id);
        }
    }

    /** Like Roadstead's in all that costs time. */
    static String create(EngineApi engine, String name, String network) throws IOException {
        EngineApi.Answer answer =
                engine.post("/containers/create?name=" + name, """
                {"Image": "%s", "Cmd": ["sleep", "1000000"], "Labels": {"bench": "raw"},
                 "HostConfig": {"NetworkMode": "%s", "Init": true, "Memory": 536870912, "MemorySwap": 536870912,
                  "PidsLimit": 512, "SecurityOpt": ["no-new-privileges"], "IpcMode": "private",
                  "LogConfig": {"Type": "json-file", "Config": {"max-size": "10485760", "max-file": "3"}}}}
                """.formatted(BenchConverge.IMAGE, network));
        require(answer);
        JsonNode body = JSON.readTree(answer.body());
        return body.path("Id").asText();
    }

    private void remove() throws IOException {
        String id;
        synchronized (this) {
            id = running.remove();
        }
        require(engine.post("/containers/" + id + "/stop?t=10", ""));
        require(engine.delete("/containers/" + id + "?force=true&v=true"));
    }

    static void require(EngineApi.Answer answer) throws IOException {
        if (!answer.successful()) {
            throw new IOException("the engine answered " + answer);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            scale(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        engine.delete("/networks/" + NETWORK);
    }
}
