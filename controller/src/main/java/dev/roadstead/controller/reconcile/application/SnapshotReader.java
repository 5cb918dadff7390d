package dev.roadstead.controller.reconcile.application;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.plan.ApplicationPlan;
import dev.roadstead.controller.plan.ApplicationSnapshot;
import dev.roadstead.controller.plan.Candidate;
import dev.roadstead.controller.plan.Inherited;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.Quota;
import dev.roadstead.controller.plan.QuotaUsage;
import dev.roadstead.controller.plan.route.LabeledDomains;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Project;
import dev.roadstead.model.Release;
import dev.roadstead.model.ResourceQuota;
import dev.roadstead.model.Volume;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Gathers what a decision about an Application is made from. */
final class SnapshotReader {
    private final Caches caches;
    private final ClusterLedger ledger;
    private final LiveObjects live;
    private final InstantSource clock;

    /** Releases, Containers and Domains are indexed by "application" (namespace/name), quotas and Volumes by "namespace". */
    record Caches(
            Lister<Application> applications,
            Lister<Release> releases,
            Lister<Container> containers,
            Lister<ResourceQuota> quotas,
            Lister<Namespace> namespaces,
            Lister<Project> projects,
            Lister<Volume> volumes,
            Lister<Domain> domains) {}

    SnapshotReader(Caches caches, ClusterLedger ledger, LiveObjects live, InstantSource clock) {
        this.caches = caches;
        this.ledger = ledger;
        this.live = live;
        this.clock = clock;
    }

    /** From memory; may be a moment old. Empty if there is no such Application. */
    Optional<ApplicationSnapshot> cached(Key key) {
        return Optional.ofNullable(caches.applications().find(key.namespace(), key.name()))
                .map(app -> snapshot(
                        app,
                        caches.releases().byIndex("application", app.key()),
                        caches.containers().byIndex("application", app.key()),
                        ledger.candidates(),
                        caches.domains().byIndex("application", app.key())));
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
        return ledger.decide(
                read.application(),
                read.containers(),
                candidates -> planning.apply(
                        snapshot(read.application(), read.releases(), read.containers(), candidates, read.domains())));
    }

    /** Gives room back that a plan took for what was not created. */
    void giveBack(Container decided) {
        ledger.forget(decided);
    }

    private ApplicationSnapshot snapshot(
            Application app,
            List<Release> releases,
            List<Container> containers,
            List<Candidate> candidates,
            List<Domain> domains) {
        String namespace = String.valueOf(app.metadata().namespace());
        QuotaUsage usage = ledger.usage(namespace);
        List<Quota> quotas = caches.quotas().byIndex("namespace", namespace).stream()
                .map(quota -> Quota.of(quota, usage))
                .toList();
        Namespace place = caches.namespaces().find("", namespace);
        Project project = Inherited.project(place)
                .map(Key::parse)
                .map(key -> caches.projects().find(key.namespace(), key.name()))
                .orElse(null);
        Map<String, Volume> volumes = new HashMap<>();
        caches.volumes()
                .byIndex("namespace", namespace)
                .forEach(volume -> volumes.put(volume.metadata().name(), volume));
        return new ApplicationSnapshot(
                Inherited.variables(app, place, project),
                releases,
                containers,
                candidates,
                volumes,
                quotas,
                PolicyLevel.of(place),
                Inherited.suspended(place),
                LabeledDomains.of(domains, Names.network(namespace)),
                clock.instant());
    }
}
