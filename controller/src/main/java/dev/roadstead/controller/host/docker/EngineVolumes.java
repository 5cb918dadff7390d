package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.plan.EngineVolume;
import dev.roadstead.controller.plan.VolumeBlueprint;
import dev.roadstead.controller.plan.VolumePolicy;
import dev.roadstead.model.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists, makes and removes volumes. Removing looks first: what has no owner label is left alone. */
final class EngineVolumes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** Engines remove file by file before they answer: 100,000 of them take longer than any other call may. */
    private static final Duration REMOVAL = Duration.ofMinutes(5);

    private final EngineHttp http;
    private final EngineHttp longCalls;
    private final Duration timeout;

    EngineVolumes(EngineHttp http, EngineHttp longCalls, Duration timeout) {
        this.http = http;
        this.longCalls = longCalls;
        this.timeout = timeout;
    }

    List<EngineVolume> owned(String installation) {
        try {
            String filters = JSON.writeValueAsString(Map.of("label", List.of(Labels.MANAGED_BY + "=" + installation)));
            HttpResponse found = http.call(HttpRequest.get("/volumes?filters=" + HttpRequest.encode(filters)), timeout);
            List<EngineVolume> volumes = new ArrayList<>();
            JSON.readTree(found.body()).path("Volumes").forEach(volume -> volumes.add(read(volume)));
            return List.copyOf(volumes);
        } catch (EngineException e) {
            throw DockerErrors.refused("list volumes", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the engine's list of volumes is no JSON", e);
        }
    }

    Optional<EngineVolume> find(String name) {
        try {
            HttpResponse found = http.call(HttpRequest.get(path(name)), timeout);
            return Optional.of(read(JSON.readTree(found.body())));
        } catch (EngineException e) {
            if (e.notFound()) {
                return Optional.empty();
            }
            throw DockerErrors.refused("inspect volume " + name, e);
        } catch (IOException e) {
            throw new UncheckedIOException("the engine's description of volume " + name + " is no JSON", e);
        }
    }

    /** @throws HostException GONE when it is not there */
    EngineVolume require(String name) {
        return find(name)
                .orElseThrow(
                        () -> new HostException(Kind.GONE, "Docker volume " + name + " is not on the engine", null));
    }

    void create(VolumeBlueprint wanted) {
        List<String> refusals = VolumePolicy.refusals(wanted.driver(), wanted.options(), wanted.policy());
        if (!refusals.isEmpty()) {
            throw new HostException(
                    Kind.REFUSED, "volume " + wanted.name() + " is refused: " + refusals.getFirst(), null);
        }
        Optional<EngineVolume> there = find(wanted.name());
        if (there.isEmpty()) {
            make(wanted);
        }
        requireSame(wanted, there.orElseGet(() -> require(wanted.name())));
    }

    private void make(VolumeBlueprint wanted) {
        ObjectNode body = JSON.createObjectNode().put("Name", wanted.name()).put("Driver", wanted.driver());
        body.set("DriverOpts", JSON.valueToTree(wanted.options()));
        body.set("Labels", JSON.valueToTree(wanted.labels()));
        try {
            http.call(HttpRequest.post("/volumes/create", body.toString()), timeout);
        } catch (EngineException e) {
            throw DockerErrors.refused("create volume " + wanted.name(), e);
        }
    }

    private static void requireSame(VolumeBlueprint wanted, EngineVolume made) {
        if (!made.labels().entrySet().containsAll(wanted.labels().entrySet())) {
            throw DockerErrors.foreign("volume", wanted.name());
        }
        if (!made.driver().equals(wanted.driver()) || !made.options().equals(wanted.options())) {
            throw new HostException(
                    Kind.REFUSED,
                    "Docker volume %s has driver %s and options %s, asked for driver %s and options %s"
                            .formatted(made.name(), made.driver(), made.options(), wanted.driver(), wanted.options()),
                    null);
        }
    }

    /** The engine itself refuses it while a container has the volume. */
    void remove(String name, String installation) {
        Optional<EngineVolume> there = find(name);
        if (there.isEmpty()) {
            return;
        }
        if (!installation.equals(there.get().labels().get(Labels.MANAGED_BY))) {
            throw DockerErrors.foreign("volume", name);
        }
        try {
            longCalls.call(new HttpRequest("DELETE", path(name), Map.of(), ""), REMOVAL);
        } catch (EngineException e) {
            if (!e.notFound()) {
                throw DockerErrors.refused("remove volume " + name, e);
            }
        }
    }

    private static String path(String name) {
        return "/volumes/" + HttpRequest.encode(name);
    }

    private static EngineVolume read(JsonNode volume) {
        return new EngineVolume(
                volume.path("Name").asText(),
                volume.path("Driver").asText(),
                texts(volume.path("Options")),
                texts(volume.path("Labels")),
                time(volume.path("CreatedAt").asText()));
    }

    /** An engine says null for none. */
    private static Map<String, String> texts(JsonNode entries) {
        return entries.isObject() ? Map.copyOf(JSON.convertValue(entries, TEXTS)) : Map.of();
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null; // drivers other than local may write what they like
        }
    }
}
