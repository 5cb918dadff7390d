package dev.roadstead.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** What {@code --help} says. Picocli's own command looks at the first word alone. */
@Command(
        name = "help",
        description = "Show the help of a command.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  roadstead help rollout undo")
final class HelpWordsCommand implements Runnable {
    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Which one; all without it.")
    private List<String> words = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine command = spec.root().commandLine();
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                throw new UnmatchedArgumentException(command, List.of(word));
            }
            command = next;
        }
        command.usage(spec.commandLine().getOut());
    }
}
