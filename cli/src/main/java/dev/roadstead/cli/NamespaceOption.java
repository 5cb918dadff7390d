package dev.roadstead.cli;

import picocli.CommandLine.Option;

/** {@code --namespace} of the one thing that a command is about. */
final class NamespaceOption {
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Its namespace (default: ${DEFAULT-VALUE}).")
    private String namespace;

    String name() {
        return namespace;
    }
}
