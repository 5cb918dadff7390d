package dev.roadstead.cli.nodes;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.docker.Deadlines;
import dev.roadstead.controller.host.docker.DockerHost;
import dev.roadstead.controller.host.docker.Lender;
import dev.roadstead.controller.host.transport.Transports;
import dev.roadstead.controller.plan.EngineInfo;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the engines that this machine knows of what they are; nothing is registered or changed. */
public final class Probe {
    private static final SecretRef LOCAL = new SecretRef("this-machine", "credentials");

    /** Nothing is copied. */
    private static final Lender NO_SERVER = new Lender("", InstantSource.system());

    private final Surroundings surroundings;

    public Probe(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * What is known of one engine.
     *
     * @param source where its address is from
     * @param engine null if it could not be asked
     * @param problem why it could not; null if it could
     */
    public record Found(
            String host,
            String source,
            @Nullable EngineInfo engine,
            @Nullable String problem) {}

    /** An address that somebody named. */
    public Found one(EngineUrl url, String source) {
        return ask(url, source, surroundings.dockerCertificates());
    }

    /**
     * All engines that Docker's own tools would find: DOCKER_HOST, the usual sockets, and the contexts.
     *
     * @throws IOException if Docker's folder cannot be read
     */
    public List<Found> all() throws IOException {
        Map<String, Found> found = new LinkedHashMap<>();
        String named = surroundings.environment().getOrDefault("DOCKER_HOST", "");
        if (!named.isEmpty()) {
            found.put(named, text(named, "DOCKER_HOST", surroundings.dockerCertificates()));
        }
        for (Path socket : sockets()) {
            EngineUrl url = new EngineUrl.Unix(socket.toString());
            found.computeIfAbsent(url.toString(), _ -> one(url, "socket"));
        }
        List<Found> all = new ArrayList<>(found.values());
        for (DockerContexts.Context context : DockerContexts.in(surroundings.dockerConfig())) {
            all.add(text(context.host(), "context " + context.name(), context.tls()));
        }
        return all;
    }

    private List<Path> sockets() {
        String runtime = surroundings.environment().getOrDefault("XDG_RUNTIME_DIR", "/run/user/" + surroundings.user());
        return List.of(
                        Path.of("/var/run/docker.sock"),
                        Path.of(runtime, "docker.sock"),
                        surroundings.dockerConfig().resolve("run").resolve("docker.sock"))
                .stream()
                .filter(Files::exists)
                .toList();
    }

    private Found text(String host, String source, Path tls) {
        try {
            return ask(EngineUrl.parse(host), source, tls);
        } catch (IllegalArgumentException e) {
            return new Found(host, source, null, e.getMessage());
        }
    }

    private Found ask(EngineUrl url, String source, Path tls) {
        try {
            Way way = Way.to(url, tls, surroundings, LOCAL);
            ObjectMeta metadata = ObjectMeta.toCreate(LOCAL.namespace(), LOCAL.name(), Map.of(), List.of(), List.of());
            Secret secret = new Secret(metadata, way.secret());
            try (Transports transports = new Transports((_, _) -> Optional.of(secret));
                    DockerHost host = new DockerHost(transports.to(way.connection()), Deadlines.DEFAULT, NO_SERVER)) {
                return new Found(url.toString(), source, host.info(), null);
            }
        } catch (IOException | HostException e) {
            return new Found(url.toString(), source, null, e.getMessage());
        }
    }
}
