package dev.roadstead.apiserver.app;

import dev.roadstead.apiserver.people.BootstrapTokens;
import dev.roadstead.apiserver.people.OpaqueToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A running API server. Thread-safe. */
public final class ApiServer implements AutoCloseable {
    private final URI url;
    private final Set<String> names;
    private final Path adminKubeconfig;
    private final Path controllerKubeconfig;
    private final BootstrapTokens bootstrap;
    private final Closing closing;

    ApiServer(
            URI url,
            Set<String> names,
            Path adminKubeconfig,
            Path controllerKubeconfig,
            BootstrapTokens bootstrap,
            Closing closing) {
        this.url = url;
        this.names = Set.copyOf(names);
        this.adminKubeconfig = adminKubeconfig;
        this.controllerKubeconfig = controllerKubeconfig;
        this.bootstrap = bootstrap;
        this.closing = closing;
    }

    /**
     * Returns when requests are served and the kubeconfigs are written.
     *
     * @throws IOException if a file, the database, or the address to listen on cannot be used; the message says which
     */
    public static ApiServer start(ServerConfig config) throws IOException, InterruptedException {
        return Wiring.start(config);
    }

    /** Where clients on this machine reach the server. */
    public URI url() {
        return url;
    }

    /** The names and addresses in its certificate. */
    public Set<String> names() {
        return names;
    }

    /** Lets its reader do everything; mode 0600. */
    public Path adminKubeconfig() {
        return adminKubeconfig;
    }

    /** For the controllers; mode 0600. */
    public Path controllerKubeconfig() {
        return controllerKubeconfig;
    }

    /**
     * What the first person registers with, to be shown this once; empty when somebody has registered, or it was shown
     * before.
     */
    public Optional<String> bootstrapToken() {
        return bootstrap.makeFirst().map(OpaqueToken::text);
    }

    /** Ends watches, finishes requests, stops the embedded database; takes at most a few seconds. Can be called again. */
    @Override
    public void close() {
        closing.close();
    }
}
