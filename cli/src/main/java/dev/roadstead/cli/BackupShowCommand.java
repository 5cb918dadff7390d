package dev.roadstead.cli;

import dev.roadstead.backup.Manifest;
import dev.roadstead.cli.backups.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one backup. */
@Command(
        name = "show",
        description = "Show all that is known of a backup.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  roadstead backup show 3f0a12cd --repository nightly")
final class BackupShowCommand implements Runnable {
    @Parameters(paramLabel = "ID", description = "The backup's id, or its first 8 digits.")
    private String id;

    @Mixin
    private RepositoryOption repository;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Manifest found = repository.use(opened -> opened.manifest(id));
        Texts.details(found).forEach(spec.commandLine().getOut()::println);
    }
}
