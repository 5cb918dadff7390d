package dev.roadstead.cli.rollout;

import dev.roadstead.cli.console.Table;
import dev.roadstead.model.Release;
import dev.roadstead.model.Release.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * The releases of an Application, one a line: what, who, why, when, how long, and how it went; a line that says so when
 * there is none. Pure.
 */
public final class HistoryTable {
    private HistoryTable() {}

    public static List<String> lines(List<Release> releases) {
        if (releases.isEmpty()) {
            return List.of("there is no release yet");
        }
        Table table = new Table("RELEASE", "OUTCOME", "STARTED", "TOOK", "AUTHOR", "IMAGE", "CAUSE");
        releases.stream()
                .sorted(Comparator.comparingInt(release -> release.spec().revision()))
                .forEach(release -> table.row(cells(release)));
        return table.lines();
    }

    private static String[] cells(Release release) {
        Release.Spec spec = release.spec();
        Outcome outcome = release.status() == null ? null : release.status().outcome();
        return new String[] {
            String.valueOf(spec.revision()),
            outcome == null ? "-" : outcome.phase().name(),
            outcome == null ? "-" : outcome.startedAt().toString(),
            outcome == null || outcome.finishedAt() == null
                    ? "-"
                    : took(Duration.between(outcome.startedAt(), outcome.finishedAt())),
            spec.author() == null ? "-" : spec.author(),
            spec.template().image(),
            spec.cause() == null ? "-" : spec.cause()
        };
    }

    private static String took(Duration time) {
        return time.toMinutes() < 1 ? time.toSeconds() + "s" : time.toMinutes() + "m" + time.toSecondsPart() + "s";
    }
}
