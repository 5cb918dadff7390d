package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.client.Kubeconfig;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The API as the administrator of this machine's server. */
final class AdminClient {
    private AdminClient() {}

    /** @throws CliException if there is no server in the folder, or the credentials cannot be read */
    static HttpApiClient open(Path kubeconfig) {
        try {
            return new HttpApiClient(Kubeconfig.read(kubeconfig));
        } catch (NoSuchFileException e) {
            throw new CliException(
                    "there is no server in " + kubeconfig.toAbsolutePath().getParent() + "; start one with '"
                            + Invocation.program() + " up', or name its folder with --data-dir",
                    e);
        } catch (IOException e) {
            throw CliException.io(
                    "read " + kubeconfig, e, "the server writes it when it starts: '" + Invocation.program() + " up'");
        }
    }
}
