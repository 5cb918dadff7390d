package dev.roadstead.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in words. Pure functions. */
final class UsageErrors {
    private UsageErrors() {}

    static String said(ParameterException error) {
        if (lacksCommand(error)) {
            return "name a command of " + name(error);
        }
        if (error instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        return String.valueOf(error.getMessage())
                .replaceFirst("^Error: ", "")
                .replaceFirst(
                        "cannot convert ('.*') to URI \\(.*\\)$",
                        "$1 is no URL, such as https://roadstead.example.com:7443");
    }

    /** Whether a group of commands was named, and nothing of it. */
    static boolean lacksCommand(ParameterException error) {
        Object group = error.getCommandLine().getCommand();
        return error.getClass() == ParameterException.class
                && isGroup(error.getCommandLine())
                && !(group instanceof Runnable || group instanceof Callable<?>);
    }

    private static String unmatched(UnmatchedArgumentException error) {
        String typed = error.getUnmatched().getFirst();
        List<String> similar = error.getSuggestions();
        String guess = similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
        if (error.isUnknownOption()) {
            return name(error) + " has no option '" + typed + "'" + guess;
        }
        return isGroup(error.getCommandLine())
                ? name(error) + " has no command '" + typed + "'" + guess
                : name(error) + " does not take '" + typed + "'";
    }

    private static boolean isGroup(CommandLine command) {
        return !command.getSubcommands().isEmpty();
    }

    private static String name(ParameterException error) {
        return error.getCommandLine().getCommandSpec().qualifiedName();
    }
}
