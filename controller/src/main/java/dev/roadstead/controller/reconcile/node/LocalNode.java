package dev.roadstead.controller.reconcile.node;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Node;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the machine's own engine, so that a new installation has somewhere to run containers. */
public final class LocalNode {
    /** The Node that is registered by itself. */
    public static final String NAME = "local";

    private static final Logger log = LoggerFactory.getLogger(LocalNode.class);
    private static final String UNIX = "unix://";
    private static final Path USUAL_SOCKET = Path.of("/var/run/docker.sock");

    private static final Node.Failure FAILURE = new Node.Failure(Duration.ofSeconds(40), Node.Failure.Evict.Never);

    private LocalNode() {}

    /** The socket that {@code DOCKER_HOST} names, if it is one, or else the usual one; it may not exist. */
    public static Path socket(Map<String, String> environment) {
        String dockerHost = environment.getOrDefault("DOCKER_HOST", "");
        return dockerHost.startsWith(UNIX) ? Path.of(dockerHost.substring(UNIX.length())) : USUAL_SOCKET;
    }

    /** Creates the Node {@code local} if there is no Node at all and the socket exists. */
    public static void register(ApiClient client, Path socket) {
        if (!Files.exists(socket) || !client.list(ResourceType.NODE).items().isEmpty()) {
            return;
        }
        ObjectMeta metadata = ObjectMeta.toCreate(null, NAME, Map.of(), List.of(), List.of());
        Node.Connection connection = new Node.Connection(new Node.Unix(socket.toString()), null, null);
        try {
            client.create(
                    ResourceType.NODE,
                    new Node(
                            metadata,
                            new Node.Spec(connection, null, false, false, List.of(), FAILURE, Node.Ingress.NONE),
                            null));
            log.info("registered the Docker engine at {} as Node {}", socket, NAME);
        } catch (ApiCallException e) {
            if (!e.alreadyExists()) {
                throw e;
            }
        }
    }
}
