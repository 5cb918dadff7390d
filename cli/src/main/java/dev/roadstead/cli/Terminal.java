package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a person is asked on a terminal. */
final class Terminal {
    private Terminal() {}

    /** @param wayOut what to do where there is no terminal */
    static String ask(String prompt, String wayOut) {
        return answer(console(prompt, wayOut).readLine("%s", prompt));
    }

    /** What is typed is not shown. */
    static String askSecretly(String prompt, String wayOut) {
        char[] typed = console(prompt, wayOut).readPassword("%s", prompt);
        return answer(typed == null ? null : new String(typed));
    }

    private static String answer(@Nullable String typed) {
        if (typed == null || typed.isEmpty()) {
            throw new CliException("nothing was typed");
        }
        return typed;
    }

    @SuppressWarnings("SystemConsoleNull") // seen with JDK 25.0.3
    private static Console console(String prompt, String wayOut) {
        // Without a terminal JDK 22 to 24 have a console of no use; JDK 25 has none, as those before 22 had none.
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new CliException(
                    "there is no terminal to ask on for \"" + prompt.replaceAll(":? *$", "") + "\"; " + wayOut);
        }
        return console;
    }

    static String firstLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null || line.isEmpty()) {
                throw new CliException("standard input is empty, expected the password on its first line");
            }
            return line;
        } catch (IOException e) {
            throw CliException.io("read standard input", e, "give the password on its first line");
        }
    }
}
