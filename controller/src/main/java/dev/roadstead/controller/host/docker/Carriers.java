package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.PullListener;
import dev.roadstead.controller.plan.RegistryAccess;
import dev.roadstead.model.Labels;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers that are created and never started: through one of them the engine's copy calls reach a volume. Their image
 * is an empty one, imported where it is missing. Thread-safe.
 *
 * <p>They do not carry the label of our containers, so nobody takes them for one. A killed server leaves its own behind,
 * and sweeps them when it is there again; other servers leave them alone for a day, since several may copy from one engine.
 */
final class Carriers {
    /** Where a carrier has its volume. */
    static final String MOUNT = "/volume";

    static final String DIRECTORY = "volume";

    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPOSITORY = "roadstead.dev/empty";
    private static final String TAG = "1";

    /** Two blocks of zeros: a tar archive of nothing. */
    private static final int EMPTY_TAR = 1024;

    private final EngineHttp http;
    private final Duration timeout;
    private final Lender lender;

    Carriers(EngineHttp http, Duration timeout, Lender lender) {
        this.http = http;
        this.timeout = timeout;
        this.lender = lender;
    }

    /** A container that has the volume at {@link #MOUNT}, until it is closed. */
    final class Carrier implements Closeable {
        private final String name;

        private Carrier(String name) {
            this.name = name;
        }

        String archive(String path) {
            return Carriers.path(name) + "/archive?path=" + HttpRequest.encode(path);
        }

        /** What cannot be removed now is swept later. */
        @Override
        public void close() {
            try {
                remove(name);
            } catch (HostException e) {
                LOG.debug("carrier {} stays until it is swept", name, e);
            } finally {
                lender.lent().remove(name);
            }
        }
    }

    Carrier lend(String volume, String installation) {
        String name = "roadstead-carrier-" + UUID.randomUUID();
        lender.lent().add(name);
        try {
            create(name, volume, installation);
            return new Carrier(name);
        } catch (RuntimeException e) {
            lender.lent().remove(name);
            throw e;
        }
    }

    private void create(String name, String volume, String installation) {
        HttpRequest request = HttpRequest.post(
                "/containers/create?name=" + name, body(volume, installation).toString());
        try {
            try {
                http.call(request, timeout);
            } catch (EngineException e) {
                if (!e.notFound()) {
                    throw e;
                }
                importEmptyImage();
                http.call(request, timeout);
            }
        } catch (EngineException e) {
            throw DockerErrors.refused("create the container through which volume " + volume + " is copied", e);
        }
    }

    private ObjectNode body(String volume, String installation) {
        ObjectNode body = JSON.createObjectNode().put("Image", REPOSITORY + ":" + TAG);
        body.putArray("Cmd").add("never-started");
        body.putObject("Labels").put(Labels.CARRIER, installation).put(Labels.CARRIER_SERVER, lender.name());
        ObjectNode host = body.putObject("HostConfig").put("NetworkMode", "none");
        host.putArray("Mounts")
                .addObject()
                .put("Type", "volume")
                .put("Source", volume)
                .put("Target", MOUNT)
                .putObject("VolumeOptions")
                .put("NoCopy", true);
        return body;
    }

    private void importEmptyImage() {
        HttpRequest request = new HttpRequest(
                "POST",
                "/images/create?fromSrc=-&repo=" + HttpRequest.encode(REPOSITORY) + "&tag=" + TAG,
                Map.of("Content-Type", "application/x-tar"),
                new byte[EMPTY_TAR]);
        Optional<String> error =
                http.exchange(request, timeout, answer -> new PullStream(PullListener.NONE).read(answer.body()));
        error.ifPresent(words -> {
            throw DockerErrors.imageUnavailable(REPOSITORY + ":" + TAG, words, RegistryAccess.ANONYMOUS, null);
        });
    }

    /** Removes those that nobody uses any more. */
    void sweep(String installation) {
        try {
            String filters = JSON.writeValueAsString(Map.of("label", List.of(Labels.CARRIER + "=" + installation)));
            HttpResponse found = http.call(
                    HttpRequest.get("/containers/json?all=1&filters=" + HttpRequest.encode(filters)), timeout);
            for (JsonNode container : JSON.readTree(found.body())) {
                String name = container.path("Names").path(0).asText().replaceFirst("^/", "");
                // Looked at once more: what is removed here must not hang on how an engine reads a filter.
                JsonNode labels = container.path("Labels");
                boolean carrier =
                        installation.equals(labels.path(Labels.CARRIER).asText());
                Instant createdAt =
                        Instant.ofEpochSecond(container.path("Created").asLong());
                if (carrier
                        && lender.isLeft(
                                name, labels.path(Labels.CARRIER_SERVER).asText(), createdAt)) {
                    remove(name);
                }
            }
        } catch (EngineException e) {
            throw DockerErrors.refused("list containers", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the engine's list of containers is no JSON", e);
        }
    }

    private void remove(String name) {
        try {
            http.call(new HttpRequest("DELETE", path(name) + "?force=1", Map.of(), ""), timeout);
        } catch (EngineException e) {
            if (!e.notFound() && !e.conflict()) {
                throw DockerErrors.refused("remove container " + name, e);
            }
        }
    }

    private static String path(String name) {
        return "/containers/" + HttpRequest.encode(name);
    }
}
