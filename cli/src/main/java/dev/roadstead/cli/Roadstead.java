package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The top of the command tree. */
@Command(
        name = "roadstead",
        description = "A declarative control plane for plain Docker hosts.",
        mixinStandardHelpOptions = true,
        versionProvider = Roadstead.Versions.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead quickstart          see it work, in a minute",
            "  roadstead up                  start the server in the background",
            "  kubectl --kubeconfig ~/.roadstead/admin.kubeconfig get applications",
            "",
            "Environment:",
            "  ROADSTEAD_HOME        the data folder, where --data-dir does not name one",
            "  ROADSTEAD_NO_INSTALL  1: never install a package",
            "  ROADSTEAD_JAVA_OPTS   more options for the Java virtual machine, such as",
            "                        -Xmx2g for a server with more objects than fit into a",
            "                        quarter of the machine's memory",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage; status: 3 not running; plan: 2 changes, 64 wrong usage."
        })
final class Roadstead {
    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            QuickstartCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            PlanCommand.class,
            RolloutCommand.class,
            PromoteCommand.class,
            StartCommand.class,
            StopCommand.class,
            RestartCommand.class,
            ServerCommand.class,
            NodeCommand.class,
            VolumeCommand.class,
            ImportCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            BootstrapTokenCommand.class,
            RegisterCommand.class,
            LoginCommand.class,
            LogoutCommand.class,
            CredentialCommand.class,
            AuditCommand.class,
            EncryptionCommand.class,
            UsageCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            CompleteNamesCommand.class,
            HelpWordsCommand.class);

    /** They look at all commands. */
    private static final Set<Class<?>> OVERVIEWS =
            Set.of(CompletionCommand.class, CompleteNamesCommand.class, HelpWordsCommand.class);

    private Roadstead() {}

    /** The whole program, with its output going to the given streams. Not thread-safe. */
    static CommandLine commandLine(PrintStream out, PrintStream err) {
        return commandLine(COMMANDS, out, err);
    }

    /**
     * Runs what the arguments ask for and returns the exit code. A command that they name is made alone: to make all of them
     * takes longer than most need to run, and a tenth of a server's start.
     */
    static int run(PrintStream out, PrintStream err, String... args) {
        Optional<Class<?>> named = COMMANDS.stream()
                .filter(command -> args.length > 0 && name(command).equals(args[0]) && !OVERVIEWS.contains(command))
                .findFirst();
        return commandLine(named.<List<Class<?>>>map(List::of).orElse(COMMANDS), out, err)
                .execute(args);
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static CommandLine commandLine(List<Class<?>> commands, PrintStream out, PrintStream err) {
        PrintWriter errors = new PrintWriter(err, true, StandardCharsets.UTF_8);
        CommandLine program = new CommandLine(new Roadstead());
        commands.forEach(program::addSubcommand);
        program.getSubcommands().values().forEach(it -> it.getCommandSpec().versionProvider(new Versions()));
        return program.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(errors)
                .setHelpFactory(WholeWords::new)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((error, args) -> usageError(error, errors))
                .setExecutionExceptionHandler((error, command, parsed) -> failure(error, errors));
    }

    private static int usageError(ParameterException error, PrintWriter errors) {
        CommandLine command = error.getCommandLine();
        errors.println("roadstead: " + UsageErrors.said(error));
        if (UsageErrors.lacksCommand(error)) {
            command.usage(errors);
        } else {
            errors.println("Try: " + typed(command.getCommandSpec().qualifiedName()) + " --help");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** The root of the command's name as it was called. */
    private static String typed(String command) {
        return command.replaceFirst("^roadstead", Matcher.quoteReplacement(Invocation.program()));
    }

    private static int failure(Exception error, PrintWriter errors) {
        if (error instanceof CliException) {
            errors.println("roadstead: " + error.getMessage());
        } else {
            errors.println("roadstead: this should not have happened; please report it with the lines below.");
            error.printStackTrace(errors);
        }
        return ExitCode.FAILED;
    }

    /** The version for {@code --version}. */
    static final class Versions implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.line()};
        }
    }
}
