package dev.roadstead.controller.reconcile.application;

import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.plan.ApplicationPlan;
import dev.roadstead.controller.plan.ApplicationSnapshot;
import dev.roadstead.controller.plan.Candidate;
import dev.roadstead.controller.plan.ConfigDigests;
import dev.roadstead.controller.plan.Inherited;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.Quota;
import dev.roadstead.controller.plan.QuotaUsage;
import dev.roadstead.controller.plan.analysis.Traffic;
import dev.roadstead.controller.plan.route.LabeledDomains;
import dev.roadstead.controller.plan.tenant.PlanLimits;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Project;
import dev.roadstead.model.Release;
import dev.roadstead.model.Volume;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers what a decision about an Application is made from. */
final class SnapshotReader {
    private final ApplicationReconciler.Caches caches;
    private final ClusterLedger ledger;
    private final LiveObjects live;
    private final ConfigReader config;
    private final CanaryTraffic traffic;
    private final InstantSource clock;

    SnapshotReader(
            ApplicationReconciler.Caches caches,
            ClusterLedger ledger,
            LiveObjects live,
            ConfigReader config,
            CanaryTraffic traffic,
            InstantSource clock) {
        this.caches = caches;
        this.ledger = ledger;
        this.live = live;
        this.config = config;
        this.traffic = traffic;
        this.clock = clock;
    }

    /** From memory; may be a moment old. Empty if there is no such Application. */
    Optional<ApplicationSnapshot> cached(Key key) {
        return Optional.ofNullable(caches.applications().find(key.namespace(), key.name()))
                .map(app -> new Live(
                        app,
                        caches.releases().byIndex("application", app.key()),
                        caches.containers().byIndex("application", app.key()),
                        caches.domains().byIndex("application", app.key())))
                .map(read -> snapshot(read, place(read), ledger.candidates()));
    }

    /**
     * From the server, but for the nodes, the quotas and the containers of others. Empty if there is no such Application.
     */
    Optional<Live> live(Key key) {
        return live.application(key).map(app -> {
            List<Release> releases = live.releases(app);
            return new Live(
                    app,
                    releases,
                    live.containers(app, caches.containers().byIndex("application", app.key())),
                    domains(app, releases));
        });
    }

    /** Live where labels are or were asked for: one that is known too late would replace containers, and again. */
    private List<Domain> domains(Application app, List<Release> releases) {
        List<Domain> known = caches.domains().byIndex("application", app.key());
        boolean labels = known.stream().anyMatch(domain -> domain.spec().labels())
                || releases.stream()
                        .anyMatch(release -> !release.spec().routeLabels().isEmpty());
        return labels ? live.domains(app) : known;
    }

    /** An Application and what belongs to it. */
    record Live(Application application, List<Release> releases, List<Container> containers, List<Domain> domains) {}

    /** The plan for what was read; what it creates counts for whoever plans next. */
    ApplicationPlan decide(Live read, Function<ApplicationSnapshot, ApplicationPlan> planning) {
        Place place = place(read);
        return ledger.decide(
                read.application(), read.containers(), candidates -> planning.apply(snapshot(read, place, candidates)));
    }

    /** Gives room back that a plan took for what was not created. */
    void giveBack(Container decided) {
        ledger.forget(decided);
    }

    /** What an Application has from elsewhere, read before the ledger is held. */
    private record Place(
            @Nullable Namespace namespace, Application application, ConfigDigests config, Traffic traffic) {}

    private Place place(Live read) {
        Application app = read.application();
        Namespace namespace = caches.namespaces().find("", namespace(app));
        Project project = Inherited.project(namespace)
                .map(Key::parse)
                .map(key -> caches.projects().find(key.namespace(), key.name()))
                .orElse(null);
        Application whole = Inherited.variables(app, namespace, project);
        Application.Rollback rollback = app.spec().rollback();
        Stream<ContainerTemplate> earlier = read.releases().stream()
                .filter(release -> rollback != null && release.spec().revision() == rollback.toRelease())
                .map(release -> release.spec().template());
        List<ContainerTemplate> templates =
                Stream.concat(Stream.of(whole.spec().template()), earlier).toList();
        ConfigDigests digests = app.metadata().deleting() ? ConfigDigests.UNKNOWN : config.read(app, templates);
        Traffic answered = traffic.of(
                app, read.domains(), () -> ledger.candidates().stream().map(Candidate::node));
        return new Place(namespace, whole, digests, answered);
    }

    private ApplicationSnapshot snapshot(Live read, Place place, List<Candidate> candidates) {
        String namespace = namespace(read.application());
        QuotaUsage usage = ledger.usage(namespace);
        List<Quota> quotas = Stream.concat(
                        caches.quotas().byIndex("namespace", namespace).stream().map(quota -> Quota.of(quota, usage)),
                        total(place.namespace()).stream())
                .toList();
        Map<String, Volume> volumes = new HashMap<>();
        caches.volumes()
                .byIndex("namespace", namespace)
                .forEach(volume -> volumes.put(volume.metadata().name(), volume));
        return new ApplicationSnapshot(
                place.application(),
                read.releases(),
                read.containers(),
                candidates,
                volumes,
                quotas,
                PolicyLevel.of(place.namespace()),
                Inherited.suspended(place.namespace()),
                LabeledDomains.of(read.domains(), Names.network(namespace)),
                place.config(),
                place.traffic(),
                clock.instant());
    }

    /** That of the Organization that a namespace is one of; counted while the ledger is held, as that of a namespace is. */
    private Optional<Quota> total(@Nullable Namespace place) {
        String name = place == null ? null : place.metadata().labels().get(Labels.ORGANIZATION);
        Organization organization = name == null ? null : caches.organizations().find("", name);
        if (name == null || organization == null) {
            return Optional.empty();
        }
        QuotaUsage used = caches.namespaces().byIndex("organization", name).stream()
                .map(namespace -> ledger.usage(namespace.metadata().name()))
                .reduce(QuotaUsage.NONE, QuotaUsage::plus);
        return PlanLimits.total(
                organization, plan -> Optional.ofNullable(caches.plans().find("", plan)), used);
    }

    private static String namespace(Application app) {
        return String.valueOf(app.metadata().namespace());
    }
}
