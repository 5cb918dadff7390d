package dev.roadstead.cli;

/** What the program's exit codes mean; {@code roadstead --help} lists them. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILED = 1;
    /** {@code plan} only: something would change. Everywhere else 2 is picocli's code for wrong usage. */
    public static final int CHANGES = 2;
    /** {@code status} only, as init scripts answer it (LSB). */
    public static final int NOT_RUNNING = 3;

    /** {@code plan} only, EX_USAGE of sysexits(3): a script must not take a mistyped option for a change. */
    public static final int PLAN_USAGE = 64;

    private ExitCode() {}
}
