package dev.roadstead.cli;

import dev.roadstead.cli.rollout.Bulk;
import dev.roadstead.cli.rollout.HistoryTable;
import dev.roadstead.cli.rollout.Progress;
import dev.roadstead.cli.rollout.Rollouts;
import dev.roadstead.cli.rollout.Verbs;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Follows and steers the rollouts of an application. The verbs write its spec; the controllers do the rest. */
@Command(
        name = "rollout",
        description = "Follow and steer the rollout of an application.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead rollout status web       follow it to its end",
            "  roadstead rollout history web      what was rolled out, and how it went",
            "  roadstead rollout undo web         go back to the release before",
            "  roadstead rollout promote web      let a canary or blue-green release go on",
            "  roadstead rollout pause --selector team=web --all-namespaces --dry-run"
        })
final class RolloutCommand {
    @Spec
    private CommandSpec spec;

    @Command(
            name = "status",
            description = "Follow the rollout to its end. Exit code 0: it is complete; 1: it failed or was taken back.",
            mixinStandardHelpOptions = true)
    int status(
            @Mixin ApplicationOption target,
            @Option(
                            names = "--timeout",
                            paramLabel = "TIME",
                            defaultValue = "10m",
                            converter = DurationConverter.class,
                            description = "How long to follow it (${DEFAULT-VALUE}).")
                    Duration timeout)
            throws InterruptedException {
        try (HttpApiClient api = target.open()) {
            Progress end = rollouts(target, api).follow(timeout, out()::println);
            return end.end() == Progress.End.COMPLETE ? ExitCode.OK : ExitCode.FAILED;
        } catch (ApiCallException e) {
            throw ServerFailure.of(e);
        }
    }

    @Command(
            name = "history",
            description = "List the releases that are kept, and how each one went.",
            mixinStandardHelpOptions = true)
    void history(@Mixin ApplicationOption target) {
        try (HttpApiClient api = target.open()) {
            Rollouts rollouts = rollouts(target, api);
            HistoryTable.lines(rollouts.releases(rollouts.application())).forEach(out()::println);
        } catch (ApiCallException e) {
            throw ServerFailure.of(e);
        }
    }

    @Command(
            name = "undo",
            description =
                    "Go back to an earlier release, also from a pause, which ends. While that holds, spec.template is not used.",
            mixinStandardHelpOptions = true)
    int undo(
            @Mixin ApplicationsOption targets,
            @Option(
                            names = "--to-release",
                            paramLabel = "N",
                            description = "The release; by default the last complete one before the present one.")
                    @Nullable
                    Integer revision,
            @Option(names = "--end", description = "Use spec.template again instead.") boolean end)
            throws InterruptedException {
        return change(
                targets,
                (rollouts, application) ->
                        end ? Verbs.endRollback() : Verbs.undo(application, rollouts.releases(application), revision),
                end ? "uses its template again" : "goes back");
    }

    @Command(
            name = "pause",
            description = "Let rollouts stand still. What runs is kept running.",
            mixinStandardHelpOptions = true)
    int pause(@Mixin ApplicationsOption targets) throws InterruptedException {
        return change(targets, (_, _) -> Verbs.pause(true), "is paused");
    }

    @Command(name = "resume", description = "Let rollouts go on.", mixinStandardHelpOptions = true)
    int resume(@Mixin ApplicationsOption targets) throws InterruptedException {
        return change(targets, (_, _) -> Verbs.pause(false), "goes on");
    }

    @Command(
            name = "restart",
            description = "Replace all containers, the way the strategy says, without any other change.",
            mixinStandardHelpOptions = true)
    int restart(@Mixin ApplicationsOption targets) throws InterruptedException {
        return change(targets, (_, application) -> Verbs.restart(application, Instant.now()), "restarts");
    }

    @Command(
            name = "promote",
            description = "Let the release go on that waits for a person: a canary step, or a blue-green switch.",
            mixinStandardHelpOptions = true)
    int promote(
            @Mixin ApplicationsOption targets,
            @Option(names = "--full", description = "Past all manual steps.") boolean full)
            throws InterruptedException {
        return change(targets, (_, application) -> Verbs.promote(application, full), "is promoted");
    }

    @Command(
            name = "abort",
            description =
                    "Give up the rollout that is under way and go back to the release that was complete before. Ends a pause.",
            mixinStandardHelpOptions = true)
    int abort(@Mixin ApplicationsOption targets) throws InterruptedException {
        return change(targets, (_, application) -> Verbs.abort(application), "goes back");
    }

    private int change(ApplicationsOption targets, Bulk.Change verb, String done) throws InterruptedException {
        return new ApplicationChange(out(), targets).run(verb, done);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static Rollouts rollouts(ApplicationOption target, HttpApiClient api) {
        return new Rollouts(api, target.namespace(), target.name());
    }
}
