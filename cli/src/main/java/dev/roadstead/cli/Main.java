package dev.roadstead.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Entry point of the {@code roadstead} program. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Scripts ask for the version often; the command-line parser would be most of the cost of the answer.
        if (List.of("version").equals(List.of(args))) {
            System.out.println(Version.line());
            System.exit(System.out.checkError() ? ExitCode.FAILED : ExitCode.OK);
        }
        System.exit(run(new StandardOutput(), System.err, args));
    }

    /** Exit code 1 too if what the command printed did not get to where it was to go. */
    static int run(StandardOutput out, PrintStream err, String... args) {
        int exitCode = Roadstead.run(new PrintStream(out, true, StandardCharsets.UTF_8), err, args);
        if (out.failure().isEmpty()) {
            return exitCode;
        }
        if (!out.abandoned()) {
            err.println("roadstead: cannot write to standard output: "
                    + out.failure().get());
        }
        return ExitCode.FAILED;
    }
}
