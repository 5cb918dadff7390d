package dev.roadstead.cli;

import java.util.List;

/** Entry point of the {@code roadstead} program. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Scripts ask for the version often; the command-line parser would be most of the cost of the answer.
        if (List.of("version").equals(List.of(args))) {
            System.out.println(Version.line());
            return;
        }
        System.exit(Roadstead.run(System.out, System.err, args));
    }
}
