package dev.roadstead.cli;

import dev.roadstead.cli.rollout.Verbs;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts applications. */
@Command(
        name = "start",
        description = "Start applications that were stopped.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead start web --namespace acme-shop",
            "  roadstead start --selector team=web --all-namespaces --dry-run"
        })
final class StartCommand implements Callable<Integer> {
    @Mixin
    private ApplicationsOption targets;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return new ApplicationChange(spec.commandLine().getOut(), targets).run((_, _) -> Verbs.stop(false), "starts");
    }
}
