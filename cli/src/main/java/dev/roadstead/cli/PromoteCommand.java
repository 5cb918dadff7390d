package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.cli.plan.DryRun;
import dev.roadstead.cli.plan.PlanReport;
import dev.roadstead.cli.plan.Planned;
import dev.roadstead.cli.rollout.Promotion;
import dev.roadstead.cli.rollout.Rollouts;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.model.Application;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ResourceType;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes what runs in one environment into another one. */
@Command(
        name = "promote",
        description = "Run in one environment what runs in another: the same image, to the digest.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead promote web --project acme/shop --from staging --to production",
            "  roadstead promote web --project acme/shop --from staging --to shop",
            "  roadstead promote web --from test --to live --dry-run",
            "",
            "The second is to the project's own namespace, the third from namespace to namespace."
        })
final class PromoteCommand implements Runnable {
    @NameOf(Kind.APPLICATION)
    @Parameters(paramLabel = "APPLICATION", description = "Its name, the same in both.")
    private String name;

    @NameOf(Kind.PLACE)
    @Option(
            names = "--from",
            paramLabel = "PLACE",
            required = true,
            description = "Where it runs: an environment, or a namespace.")
    private String from;

    @NameOf(Kind.PLACE)
    @Option(names = "--to", paramLabel = "PLACE", required = true, description = "Where it is to run.")
    private String to;

    @NameOf(Kind.PROJECT)
    @Option(
            names = "--project",
            paramLabel = "ORGANIZATION/PROJECT",
            description =
                    "Places are environments of this project, or its name for its own namespace. Namespaces without it.")
    private @Nullable String project;

    @Option(names = "--template", description = "Take all of the template, not the image alone: its variables too.")
    private boolean template;

    @Option(names = "--force", description = "Also when it is not Ready there.")
    private boolean force;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        try (HttpApiClient api = AdminClient.open(dataDirOption.dataDir().adminKubeconfig())) {
            promote(api);
        } catch (ApiCallException e) {
            throw ServerFailure.of(e);
        }
    }

    private void promote(HttpApiClient api) {
        PrintWriter out = spec.commandLine().getOut();
        Rollouts source = new Rollouts(api, namespace(api, from), name);
        Application running = source.application();
        String place = namespace(api, to);
        Application target = new Rollouts(api, place, name).application();
        Promotion promotion = Promotion.of(running, source.releases(running), target, template, force);
        Planned plan = new DryRun(api, Instant.now()).plan(target, promotion.patch());
        out.println(
                "%s: %s -> %s".formatted(target.key(), target.spec().template().image(), promotion.image()));
        PlanReport.lines(List.of(plan)).forEach(out::println);
        if (!dryRun) {
            api.patch(ResourceType.APPLICATION, place, name, promotion.patch());
            out.println("application %s is %s; follow it with %s"
                    .formatted(name, promotion.cause(), Invocation.of("rollout status " + name + " -n " + place)));
        }
    }

    /** That of an environment comes first, should one have its project's name. */
    private String namespace(HttpApiClient api, String place) {
        if (project == null) {
            return place;
        }
        if (!project.matches("[^/]+/[^/]+")) {
            throw new CliException(
                    "--project is %s, expected organization and project, such as acme/shop".formatted(project));
        }
        Key key = Key.parse(project);
        String own = key.namespace() + "-" + key.name();
        if (isOf(api, own + "-" + place, key, place)) {
            return own + "-" + place;
        }
        if (place.equals(key.name()) && isOf(api, own, key, null)) {
            return own;
        }
        throw noPlace(api, key, place);
    }

    private static CliException noPlace(HttpApiClient api, Key project, String place) {
        var _ = Absence.require(api, ResourceType.ORGANIZATION, "", project.namespace());
        var _ = Absence.require(api, ResourceType.PROJECT, project.namespace(), project.name());
        List<String> places = api.list(ResourceType.NAMESPACE).items().stream()
                .map(each -> each.metadata().labels())
                .filter(labels -> areOf(labels, project))
                .map(labels -> labels.getOrDefault(Labels.ENVIRONMENT, project.name()))
                .toList();
        return Absence.of("environment " + place + " of project " + project, places);
    }

    /** Another project's namespace may have the same name. */
    private static boolean isOf(HttpApiClient api, String namespace, Key project, @Nullable String environment) {
        return api.find(ResourceType.NAMESPACE, "", namespace)
                .map(found -> found.metadata().labels())
                .filter(labels -> areOf(labels, project) && Objects.equals(environment, labels.get(Labels.ENVIRONMENT)))
                .isPresent();
    }

    private static boolean areOf(Map<String, String> labels, Key project) {
        return project.namespace().equals(labels.get(Labels.ORGANIZATION))
                && project.name().equals(labels.get(Labels.PROJECT));
    }
}
