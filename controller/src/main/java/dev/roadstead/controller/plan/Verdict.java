package dev.roadstead.controller.plan;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Container.Termination;
import org.jspecify.annotations.Nullable;

/** What a Container's Ready condition says. */
record Verdict(Condition.Status ready, String reason, String message) {
    static Verdict yes() {
        return new Verdict(Condition.Status.True, "Running", "");
    }

    static Verdict no(String reason, String message) {
        return new Verdict(Condition.Status.False, reason, message);
    }

    static Verdict unknown(String reason, String message) {
        return new Verdict(Condition.Status.Unknown, reason, message);
    }

    /** Of a container that ended, and that may run again but has not proved itself yet. */
    static Verdict ended(@Nullable Termination last, int restarts) {
        return no(restarts > 1 ? Reasons.CRASH_LOOP : Reasons.EXITED, last == null ? "it ended" : describe(last));
    }

    static String describe(Termination last) {
        String how = last.reason().equals("OOMKilled")
                ? "was killed because it used more memory than its limit"
                : "exited with code " + last.exitCode();
        String line = last.logTail() == null ? "" : lastLine(last.logTail());
        return line.isEmpty() ? how : how + "; its last line: " + line;
    }

    private static String lastLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce((first, second) -> second)
                .map(line -> line.length() > 200 ? line.substring(0, 200) + "…" : line)
                .orElse("");
    }
}
