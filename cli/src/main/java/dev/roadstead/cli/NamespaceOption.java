package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import picocli.CommandLine.Option;

/** {@code --namespace} of the one thing that a command is about. */
final class NamespaceOption {
    @NameOf(Kind.NAMESPACE)
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
