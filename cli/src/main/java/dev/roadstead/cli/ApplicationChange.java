package dev.roadstead.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.roadstead.cli.ApplicationsOption.Output;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.cli.console.Table;
import dev.roadstead.cli.rollout.Bulk;
import dev.roadstead.cli.rollout.Bulk.Outcome;
import dev.roadstead.cli.rollout.Bulk.Result;
import dev.roadstead.cli.rollout.Rollouts;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.model.Application;
import dev.roadstead.model.Json;
import java.io.PrintWriter;
import java.util.List;

/** Changes an application, or those that a selector chooses, and says what became of each. */
record ApplicationChange(PrintWriter out, ApplicationsOption targets) {
    /**
     * Exit code 1 when any of them failed.
     *
     * @param done what the application does then, in words
     */
    int run(Bulk.Change change, String done) throws InterruptedException {
        targets.check();
        try (HttpApiClient api = targets.open()) {
            Bulk bulk = new Bulk(api, targets.dryRun());
            List<Result> results = bulk.run(chosen(api, bulk), change);
            if (targets.tabular()) {
                tell(results);
            } else {
                tell(results.getFirst(), done);
            }
            return results.stream().anyMatch(each -> each.outcome() == Outcome.failed) ? ExitCode.FAILED : ExitCode.OK;
        } catch (ApiCallException e) {
            throw ServerFailure.of(e);
        }
    }

    private List<Application> chosen(HttpApiClient api, Bulk bulk) {
        String selector = targets.selector();
        return selector == null
                ? List.of(new Rollouts(api, String.valueOf(targets.namespace()), String.valueOf(targets.name()))
                        .application())
                : bulk.select(targets.namespace(), selector);
    }

    private void tell(Result result, String done) {
        if (result.outcome() == Outcome.failed) {
            throw new CliException(result.message());
        }
        String follow = Invocation.of("rollout status " + result.name() + " -n " + result.namespace());
        out.println("application %s %s; follow it with %s".formatted(result.name(), done, follow));
    }

    private void tell(List<Result> results) {
        if (targets.output() == Output.json) {
            out.println(json(results));
            return;
        }
        if (results.isEmpty()) {
            out.println("no application has these labels");
            return;
        }
        Table table = new Table("NAMESPACE", "APPLICATION", "RESULT", "MESSAGE");
        String suffix = targets.dryRun() ? " (dry run)" : "";
        results.forEach(each -> table.row(each.namespace(), each.name(), each.outcome() + suffix, each.message()));
        table.lines().forEach(line -> out.println(line.stripTrailing()));
    }

    private static String json(List<Result> results) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(results);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the results cannot be written", e);
        }
    }
}
