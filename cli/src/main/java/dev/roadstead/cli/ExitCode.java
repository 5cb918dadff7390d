package dev.roadstead.cli;

/** What the program's exit codes mean; {@code roadstead --help} lists them. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    /** {@code status} only, as init scripts answer it (LSB). */
    public static final int NOT_RUNNING = 3;

    private ExitCode() {}
}
