package dev.roadstead.cli;

import dev.roadstead.backup.Repository.CheckReport;
import dev.roadstead.cli.backups.SpokenProgress;
import dev.roadstead.cli.console.Sizes;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks for damage in a repository. */
@Command(
        name = "check",
        description = "Check that everything in a repository is there and fits together.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is right", "1:there is damage, or the repository cannot be read", "2:wrong usage"},
        footerHeading = "%nExample:%n",
        footer = "  roadstead backup check --read-data --repository nightly")
final class BackupCheckCommand implements Callable<Integer> {
    @Mixin
    private RepositoryOption repository;

    @Option(names = "--read-data", description = "Read and decrypt all data too, which takes its time.")
    private boolean readData;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        SpokenProgress progress = new SpokenProgress(spec.commandLine().getErr(), "checked");
        CheckReport report = repository.use(opened -> opened.check(readData, progress));
        out.println(report.backups() + " backups in " + report.packs() + " packs, " + Sizes.text(report.bytes())
                + (readData ? ", all read" : ", not read (--read-data reads them)"));
        if (report.damage().isEmpty()) {
            out.println("no damage");
            return ExitCode.OK;
        }
        report.damage().forEach(out::println);
        out.println("make a new backup of everything that matters, in another repository, and look at this storage");
        return ExitCode.FAILED;
    }
}
