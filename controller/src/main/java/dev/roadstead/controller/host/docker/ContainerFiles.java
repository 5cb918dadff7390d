package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadstead.controller.plan.MountedFiles;
import dev.roadstead.model.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Files in the anonymous volumes of containers. */
final class ContainerFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineHttp http;
    private final Duration timeout;

    ContainerFiles(EngineHttp http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
    }

    /** Writes over what is there; nothing else is removed. */
    void put(String id, List<MountedFiles> mounts) {
        for (MountedFiles mount : mounts) {
            String path = "/containers/" + HttpRequest.encode(id) + "/archive?noOverwriteDirNonDir=1&path="
                    + HttpRequest.encode(mount.mountPath());
            Map<String, String> headers = Map.of("Content-Type", "application/x-tar");
            try {
                http.call(new HttpRequest("PUT", path, headers, TarArchive.of(mount)), timeout);
            } catch (EngineException e) {
                throw DockerErrors.refused("put files into " + mount.mountPath() + " of container " + id, e);
            }
        }
    }

    /** Removes the volumes of a container that is gone; those that are in use stay. */
    void removeLeftovers(String containerUid) {
        try {
            String filters = JSON.writeValueAsString(
                    Map.of("dangling", List.of("true"), "label", List.of(Labels.CONTAINER_UID + "=" + containerUid)));
            HttpResponse found = http.call(HttpRequest.get("/volumes?filters=" + HttpRequest.encode(filters)), timeout);
            for (JsonNode volume : JSON.readTree(found.body()).path("Volumes")) {
                remove(volume.path("Name").asText());
            }
        } catch (EngineException e) {
            throw DockerErrors.refused("list volumes", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the engine's list of volumes is no JSON", e);
        }
    }

    private void remove(String volume) {
        try {
            http.call(new HttpRequest("DELETE", "/volumes/" + HttpRequest.encode(volume), Map.of(), ""), timeout);
        } catch (EngineException e) {
            if (!e.notFound() && !e.conflict()) {
                throw DockerErrors.refused("remove volume " + volume, e);
            }
        }
    }
}
