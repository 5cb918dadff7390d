package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadstead.controller.plan.DiskUse;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Adds up what an engine's data takes up. The engine walks through all of it for that, which may take a while. */
final class EngineDisk {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineHttp http;
    private final boolean local;
    private final ReentrantLock looking = new ReentrantLock();

    /** @param local whether the engine's files are this machine's */
    EngineDisk(EngineHttp http, boolean local) {
        this.http = http;
        this.local = local;
    }

    /** One at a time: engines refuse a second such call while one is under way. */
    DiskUse look() {
        looking.lock();
        try {
            JsonNode parts = get("/system/df");
            long used = parts.path("LayersSize").asLong()
                    + sum(parts.path("Containers"), "/SizeRw")
                    + sum(parts.path("Volumes"), "/UsageData/Size")
                    + sum(parts.path("BuildCache"), "/Size");
            Map<String, Long> volumes = volumeBytes(parts.path("Volumes"));
            return local
                    ? withFree(used, volumes, get("/info").path("DockerRootDir").asText())
                    : new DiskUse(used, volumes, null, null);
        } catch (EngineException e) {
            throw DockerErrors.refused("add up its disk use", e);
        } finally {
            looking.unlock();
        }
    }

    private JsonNode get(String path) {
        return http.exchange(HttpRequest.get(path), TIMEOUT, response -> JSON.readTree(response.body()));
    }

    /** An engine says -1 of what it does not know. */
    private static long sum(JsonNode items, String size) {
        long sum = 0;
        for (JsonNode item : items) {
            sum += Math.max(0, item.at(size).asLong());
        }
        return sum;
    }

    private static Map<String, Long> volumeBytes(JsonNode volumes) {
        Map<String, Long> bytes = new HashMap<>();
        for (JsonNode volume : volumes) {
            long size = volume.at("/UsageData/Size").asLong(-1);
            if (size >= 0) {
                bytes.put(volume.path("Name").asText(), size);
            }
        }
        return Map.copyOf(bytes);
    }

    /** The socket may lead into another file system's world, as when this program runs in a container. */
    private static DiskUse withFree(long used, Map<String, Long> volumes, String directory) {
        try {
            if (directory.isEmpty() || !Files.isDirectory(Path.of(directory))) {
                return new DiskUse(used, volumes, null, null);
            }
            FileStore store = Files.getFileStore(Path.of(directory));
            return new DiskUse(used, volumes, store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            return new DiskUse(used, volumes, null, null);
        }
    }
}
