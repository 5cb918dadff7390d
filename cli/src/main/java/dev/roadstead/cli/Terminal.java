package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a person is asked on a terminal. */
final class Terminal {
    private Terminal() {}

    static String ask(String prompt) {
        return answer(console().readLine("%s", prompt));
    }

    static String askSecretly(String prompt) {
        char[] typed = console().readPassword("%s", prompt);
        return answer(typed == null ? null : new String(typed));
    }

    private static String answer(@Nullable String typed) {
        if (typed == null || typed.isEmpty()) {
            throw new CliException("nothing was typed");
        }
        return typed;
    }

    private static Console console() {
        Console console = Objects.requireNonNull(System.console(), "there is one since JDK 22");
        if (!console.isTerminal()) {
            throw new CliException("there is no terminal to ask on; use --user and --password-stdin, or --device");
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
