package dev.roadstead.cli.console;

/** How the person called this program, for commands that are to be typed next. */
public final class Invocation {
    private Invocation() {}

    /** As the launcher was told: {@code ./roadstead}, a path, or {@code roadstead} where a shell finds it by its name. */
    public static String program() {
        return System.getProperty("roadstead.called", "roadstead");
    }

    /** A command of it to copy into a shell, in quotes: {@code './roadstead volume ls'}. */
    public static String of(String words) {
        return "'" + program() + " " + words + "'";
    }
}
