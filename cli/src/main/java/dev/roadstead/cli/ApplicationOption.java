package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.controller.client.HttpApiClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which application a command is about, and where it is. */
final class ApplicationOption {
    @Mixin
    private DataDirOption dataDirOption;

    @NameOf(Kind.NAMESPACE)
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            defaultValue = "default",
            description = "Namespace of the application (${DEFAULT-VALUE}).")
    private String namespace;

    @NameOf(Kind.APPLICATION)
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the application.")
    private String name;

    String namespace() {
        return namespace;
    }

    String name() {
        return name;
    }

    HttpApiClient open() {
        return AdminClient.open(dataDirOption.dataDir().adminKubeconfig());
    }
}
