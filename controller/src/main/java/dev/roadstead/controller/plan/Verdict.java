package dev.roadstead.controller.plan;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Container.Termination;
import java.util.List;
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

    /** With the last line that it wrote, for a condition. */
    static String describe(Termination last) {
        List<String> lines = lastLines(last, 1);
        return lines.isEmpty() ? how(last) : how(last) + "; its last line: " + lines.getFirst();
    }

    /** With the last few lines that it wrote, for an event. */
    static String tell(Termination last) {
        List<String> lines = lastLines(last, 4);
        return lines.size() < 2 ? describe(last) : how(last) + "; its last lines: " + String.join(" / ", lines);
    }

    private static String how(Termination last) {
        return last.reason().equals("OOMKilled")
                ? "was killed because it used more memory than its limit"
                : "exited with code " + last.exitCode();
    }

    private static List<String> lastLines(Termination last, int count) {
        List<String> lines = (last.logTail() == null ? "" : last.logTail())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.length() > 200 ? line.substring(0, 200) + "…" : line)
                .toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }
}
