package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadstead.controller.plan.ContainerUse;
import java.time.Duration;
import java.util.Optional;

/** What containers use, as the engine's stats call says it at one moment. */
final class Stats {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineHttp http;
    private final Duration timeout;

    Stats(EngineHttp http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
    }

    /** Empty when there is no such container, or it does not run. */
    Optional<ContainerUse> of(String id) {
        // One shot: otherwise the engine waits a second for a second value.
        HttpRequest request =
                HttpRequest.get("/containers/" + HttpRequest.encode(id) + "/stats?stream=false&one-shot=true");
        try {
            return read(http.exchange(request, timeout, response -> JSON.readTree(response.body())));
        } catch (EngineException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw DockerErrors.refused("say what container " + id + " uses", e);
        }
    }

    static Optional<ContainerUse> read(JsonNode stats) {
        JsonNode cpu = stats.at("/cpu_stats/cpu_usage/total_usage");
        JsonNode memory = stats.at("/memory_stats/usage");
        if (!cpu.isNumber() || !memory.isNumber()) {
            return Optional.empty();
        }
        // Of cgroup v2 and v1.
        JsonNode details = stats.at("/memory_stats/stats");
        long cached = details.path("inactive_file")
                .asLong(details.path("total_inactive_file").asLong());
        JsonNode networks = stats.path("networks");
        Long sent = null;
        if (networks.isObject() && !networks.isEmpty()) {
            sent = networks.valueStream()
                    .mapToLong(network -> network.path("tx_bytes").asLong())
                    .sum();
        }
        return Optional.of(new ContainerUse(cpu.asLong(), Math.max(0, memory.asLong() - cached), sent));
    }
}
