package dev.roadstead.testkit.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A container that is only described. Immutable; what does not change is kept as JSON text, which is what there are a
 * hundred thousand of.
 *
 * @param config the {@code Config} of its description
 * @param hostConfig as it was asked for
 * @param networks name of the network to the JSON of the attachment
 */
record SimulatedContainer(
        String id,
        String name,
        String config,
        String hostConfig,
        Map<String, String> labels,
        Map<String, String> networks,
        Instant created,
        Status status,
        int exitCode,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    enum Status {
        CREATED,
        RUNNING,
        PAUSED,
        EXITED
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final String NEVER = "0001-01-01T00:00:00Z";

    /** What a create request describes. */
    static SimulatedContainer of(String id, String name, JsonNode request, Instant now) {
        ObjectNode config = request.deepCopy();
        JsonNode hostConfig = config.remove("HostConfig");
        config.remove("NetworkingConfig");
        Map<String, String> labels = new TreeMap<>();
        request.path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new SimulatedContainer(
                id,
                name,
                config.toString(),
                hostConfig == null ? "{}" : hostConfig.toString(),
                labels,
                Map.of(),
                now,
                Status.CREATED,
                0,
                null,
                null);
    }

    boolean isUp() {
        return status == Status.RUNNING || status == Status.PAUSED;
    }

    SimulatedContainer started(Instant now) {
        return with(Status.RUNNING, 0, now, null);
    }

    SimulatedContainer ended(int code, Instant now) {
        return with(Status.EXITED, code, startedAt, now);
    }

    SimulatedContainer paused(boolean is) {
        return with(is ? Status.PAUSED : Status.RUNNING, exitCode, startedAt, finishedAt);
    }

    SimulatedContainer attached(Map<String, String> now) {
        return new SimulatedContainer(
                id, name, config, hostConfig, labels, now, created, status, exitCode, startedAt, finishedAt);
    }

    private SimulatedContainer with(Status now, int code, @Nullable Instant from, @Nullable Instant to) {
        return new SimulatedContainer(id, name, config, hostConfig, labels, networks, created, now, code, from, to);
    }

    /** As {@code GET /containers/ID/json} answers. */
    String inspect() {
        StringBuilder json = new StringBuilder(config.length() + hostConfig.length() + 800);
        json.append("{\"Id\":\"")
                .append(id)
                .append("\",\"Created\":\"")
                .append(created)
                .append("\",\"Name\":\"/");
        json.append(name).append("\",\"RestartCount\":0,\"Driver\":\"overlay2\",\"Platform\":\"linux\",\"Mounts\":[]");
        json.append(",\"State\":{\"Status\":\"")
                .append(statusText())
                .append("\",\"Running\":")
                .append(isUp());
        json.append(",\"Paused\":").append(status == Status.PAUSED);
        json.append(",\"Restarting\":false,\"OOMKilled\":false,\"Dead\":false,\"Pid\":")
                .append(isUp() ? 4711 : 0);
        json.append(",\"ExitCode\":").append(exitCode).append(",\"Error\":\"\",\"StartedAt\":\"");
        json.append(startedAt == null ? NEVER : startedAt).append("\",\"FinishedAt\":\"");
        json.append(finishedAt == null ? NEVER : finishedAt)
                .append("\"},\"HostConfig\":")
                .append(hostConfig);
        json.append(",\"Config\":").append(config).append(",\"NetworkSettings\":{\"Ports\":{},\"Networks\":{");
        appendNetworks(json);
        return json.append("}}}").toString();
    }

    /** As one entry of {@code GET /containers/json}. */
    ObjectNode listed() {
        ObjectNode entry = JSON.createObjectNode();
        entry.put("Id", id)
                .put("State", statusText())
                .put("Status", statusText())
                .put("Created", created.getEpochSecond());
        entry.putArray("Names").add("/" + name);
        entry.set("Labels", JSON.valueToTree(labels));
        return entry;
    }

    private String statusText() {
        return switch (status) {
            case CREATED -> "created";
            case RUNNING -> "running";
            case PAUSED -> "paused";
            case EXITED -> "exited";
        };
    }

    private void appendNetworks(StringBuilder json) {
        String comma = "";
        for (Map.Entry<String, String> network : networks.entrySet()) {
            json.append(comma)
                    .append('"')
                    .append(network.getKey())
                    .append("\":")
                    .append(network.getValue());
            comma = ",";
        }
    }
}
