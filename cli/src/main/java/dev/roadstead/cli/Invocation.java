package dev.roadstead.cli;

/** How the person called this program, for commands that are to be typed next. */
final class Invocation {
    private Invocation() {}

    /** As the launcher was told: {@code ./roadstead}, a path, or {@code roadstead} where a shell finds it by its name. */
    static String program() {
        return System.getProperty("roadstead.called", "roadstead");
    }
}
