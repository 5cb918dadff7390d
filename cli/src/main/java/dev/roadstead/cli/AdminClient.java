package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.client.Kubeconfig;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/** The API as the administrator of this machine's server. */
final class AdminClient {
    private AdminClient() {}

    /** @throws CliException if there is no server in the folder, or the credentials cannot be read */
    static HttpApiClient open(Path kubeconfig) {
        return open(kubeconfig, HttpApiClient::new);
    }

    /**
     * The same.
     *
     * @param patience for a call, the connection included
     */
    static HttpApiClient open(Path kubeconfig, Duration patience) {
        return open(kubeconfig, config -> new HttpApiClient(config, patience));
    }

    private static HttpApiClient open(Path kubeconfig, Function<Kubeconfig, HttpApiClient> client) {
        String wayOut = "the server writes it when it starts: " + Invocation.of("up");
        try {
            return client.apply(Kubeconfig.read(kubeconfig));
        } catch (NoSuchFileException e) {
            throw new CliException(
                    "there is no server in " + kubeconfig.toAbsolutePath().getParent() + "; start one with "
                            + Invocation.of("up") + ", or name its folder with --data-dir",
                    e);
        } catch (IOException e) {
            throw CliException.io("read " + kubeconfig, e, wayOut);
        } catch (IllegalArgumentException e) {
            throw new CliException("cannot use " + kubeconfig + " (" + e.getMessage() + "); " + wayOut, e);
        }
    }
}
