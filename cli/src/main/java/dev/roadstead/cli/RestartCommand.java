package dev.roadstead.cli;

import dev.roadstead.cli.rollout.Verbs;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Restarts applications; the same as rollout restart. */
@Command(
        name = "restart",
        description = "Replace all containers of applications, the way their strategies say.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead restart web --namespace acme-shop",
            "  roadstead restart --selector team=web --all-namespaces --dry-run"
        })
final class RestartCommand implements Callable<Integer> {
    @Mixin
    private ApplicationsOption targets;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return new ApplicationChange(spec.commandLine().getOut(), targets)
                .run((_, application) -> Verbs.restart(application, Instant.now()), "restarts");
    }
}
