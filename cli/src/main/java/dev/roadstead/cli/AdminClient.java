package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.client.Kubeconfig;
import java.io.IOException;
import java.nio.file.Path;

/** The API as the administrator of this machine's server. */
final class AdminClient {
    private AdminClient() {}

    /** @throws CliException if the credentials cannot be read */
    static HttpApiClient open(Path kubeconfig) {
        try {
            return new HttpApiClient(Kubeconfig.read(kubeconfig));
        } catch (IOException e) {
            throw CliException.io("read " + kubeconfig, e, "is the server of this version?");
        }
    }
}
