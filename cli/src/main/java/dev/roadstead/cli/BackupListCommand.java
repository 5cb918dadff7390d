package dev.roadstead.cli;

import dev.roadstead.backup.Manifest;
import dev.roadstead.cli.backups.Texts;
import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists backups. */
@Command(
        name = "list",
        description = "List the backups of a repository, newest first.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  roadstead backup list --repository nightly --of shop/data")
final class BackupListCommand implements Runnable {
    @Mixin
    private RepositoryOption repository;

    @NameOf(Kind.BACKED_UP)
    @Option(names = "--of", paramLabel = "NAMESPACE/VOLUME", description = "Only those of this volume or namespace.")
    private @Nullable String subject;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        List<Manifest> found = repository.use(opened -> opened.manifests().stream()
                .filter(backup -> subject == null || backup.subject().equals(subject))
                .toList());
        if (found.isEmpty()) {
            spec.commandLine().getOut().println("no backups");
            return;
        }
        Texts.table(found).forEach(spec.commandLine().getOut()::println);
    }
}
