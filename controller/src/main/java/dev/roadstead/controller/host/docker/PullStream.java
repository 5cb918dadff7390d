package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.roadstead.controller.host.PullListener;
import dev.roadstead.controller.plan.PullProgress;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The lines that an engine writes while it pulls: one for each step of each layer. One pull; not thread-safe. */
final class PullStream {
    private static final ObjectReader LINES = new ObjectMapper().readerFor(JsonNode.class);

    private final PullListener listener;
    private final Map<String, Layer> layers = new HashMap<>();

    private record Layer(boolean done, long bytes, long totalBytes) {}

    PullStream(PullListener listener) {
        this.listener = listener;
    }

    /** Reads to the end. A pull answers 200 before it starts, so how it went is in here: the first error, if any. */
    Optional<String> read(InputStream body) throws IOException {
        Optional<String> error = Optional.empty();
        try (MappingIterator<JsonNode> lines = LINES.readValues(body)) {
            while (lines.hasNextValue()) {
                JsonNode line = lines.nextValue();
                JsonNode said = line.path("error");
                if (error.isEmpty() && said.isTextual()) {
                    error = Optional.of(said.textValue());
                }
                if (note(line.path("id").asText(), line)) {
                    listener.progressed(progress());
                }
            }
        }
        return error;
    }

    private boolean note(String id, JsonNode line) {
        Layer before = layers.getOrDefault(id, new Layer(false, 0, 0));
        JsonNode detail = line.path("progressDetail");
        Layer after = switch (line.path("status").asText()) {
            case "Pulling fs layer", "Waiting" -> before;
            case "Downloading" ->
                new Layer(
                        false,
                        detail.path("current").asLong(),
                        Math.max(0, detail.path("total").asLong()));
            case "Download complete", "Verifying Checksum" ->
                new Layer(false, before.totalBytes(), before.totalBytes());
            case "Pull complete", "Already exists" -> new Layer(true, before.totalBytes(), before.totalBytes());
            default -> null;
        };
        if (after == null) {
            return false;
        }
        layers.put(id, after);
        return true;
    }

    private PullProgress progress() {
        return new PullProgress(
                (int) layers.values().stream().filter(Layer::done).count(),
                layers.size(),
                layers.values().stream().mapToLong(Layer::bytes).sum(),
                layers.values().stream().mapToLong(Layer::totalBytes).sum());
    }
}
