package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.controller.client.HttpApiClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which application a command changes, or which ones by their labels. */
final class ApplicationsOption {
    /** How it is said what became of each. */
    enum Output {
        table,
        json
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private DataDirOption dataDirOption;

    @NameOf(Kind.NAMESPACE)
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Namespace of the application (default).")
    private @Nullable String namespace;

    @NameOf(Kind.APPLICATION)
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Name of the application.")
    private @Nullable String name;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            description = "All applications with these labels instead, such as team=web,tier!=db.")
    private @Nullable String selector;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "With --selector: in all namespaces.")
    private boolean everywhere;

    @Option(
            names = "--dry-run",
            description = "Only say what would become of each; the server checks it, and nothing changes.")
    private boolean dryRun;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "With --selector or --dry-run: one of ${COMPLETION-CANDIDATES}.")
    private Output output;

    /** @throws ParameterException unless there is either a name or a selector */
    void check() {
        if ((name == null) == (selector == null)) {
            throw wrong("name one application, or choose some with --selector, such as --selector team=web");
        }
        if (selector != null && selector.isBlank()) {
            throw wrong("--selector is empty, which would be all applications; give labels such as team=web");
        }
        if (everywhere && (selector == null || namespace != null)) {
            throw wrong("--all-namespaces goes with --selector, and without --namespace");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** Whether it is said of each what became of it. */
    boolean tabular() {
        return selector != null || dryRun || output == Output.json;
    }

    /** Null: all. */
    @Nullable
    String namespace() {
        return everywhere ? null : place();
    }

    private String place() {
        return namespace == null ? "default" : namespace;
    }

    /** Of the one application, if there is one. */
    @Nullable
    String name() {
        return name;
    }

    /** Of the others. */
    @Nullable
    String selector() {
        return selector;
    }

    boolean dryRun() {
        return dryRun;
    }

    Output output() {
        return output;
    }

    HttpApiClient open() {
        return AdminClient.open(dataDirOption.dataDir().adminKubeconfig());
    }
}
