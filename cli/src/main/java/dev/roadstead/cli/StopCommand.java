package dev.roadstead.cli;

import dev.roadstead.cli.rollout.Verbs;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops applications. */
@Command(
        name = "stop",
        description = "Stop applications: their containers stop, and nothing is removed.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead stop web --namespace acme-shop",
            "  roadstead stop --selector team=web --all-namespaces --dry-run"
        })
final class StopCommand implements Callable<Integer> {
    @Mixin
    private ApplicationsOption targets;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return new ApplicationChange(spec.commandLine().getOut(), targets).run((_, _) -> Verbs.stop(true), "stops");
    }
}
