package dev.roadstead.cli.backups;

import dev.roadstead.backup.Manifest;
import dev.roadstead.cli.console.Sizes;
import dev.roadstead.cli.console.Table;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Backups as people read them. */
public final class Texts {
    private static final int SHORT_ID = 8;

    private Texts() {}

    /** A table, newest first. */
    public static List<String> table(List<Manifest> backups) {
        Table table = new Table("ID", "KIND", "OF", "COMPLETED", "FILES", "SIZE", "STORED", "INSTALLATION");
        for (Manifest backup : backups) {
            table.row(
                    shortId(backup),
                    backup.kind().name(),
                    backup.subject(),
                    backup.completedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                    String.valueOf(backup.tree().files()),
                    Sizes.text(backup.tree().bytes()),
                    Sizes.text(backup.storedBytes()),
                    backup.installation()
                            .substring(
                                    0, Math.min(SHORT_ID, backup.installation().length())));
        }
        return table.lines();
    }

    /** All that a manifest says. */
    public static List<String> details(Manifest backup) {
        List<String> lines = new ArrayList<>();
        lines.add("id:            " + backup.id());
        lines.add("kind:          " + backup.kind());
        lines.add("of:            " + backup.subject());
        lines.add("installation:  " + backup.installation());
        if (backup.node() != null) {
            lines.add("node:          " + backup.node());
        }
        if (backup.group() != null) {
            lines.add("group:         " + backup.group());
        }
        lines.add("started:       " + backup.startedAt().truncatedTo(ChronoUnit.SECONDS));
        lines.add("completed:     " + backup.completedAt().truncatedTo(ChronoUnit.SECONDS));
        lines.add("consistency:   " + backup.consistency());
        lines.add("files:         " + backup.tree().files());
        lines.add("size:          " + Sizes.text(backup.tree().bytes()));
        lines.add("stored:        " + Sizes.text(backup.storedBytes()));
        lines.add("tree:          sha256 " + backup.tree().hash());
        lines.add("archive:       sha256 " + backup.archiveHash());
        backup.manifests().keySet().stream().sorted().forEach(name -> lines.add("object:        " + name));
        return lines;
    }

    /** The first digits of an id, which do as a rule. */
    public static String shortId(Manifest backup) {
        return backup.id().substring(0, SHORT_ID);
    }
}
