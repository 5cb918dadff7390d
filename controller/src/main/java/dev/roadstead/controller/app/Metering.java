package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.lease.FencedClient;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.LoopConfig;
import dev.roadstead.controller.reconcile.usage.Meters;
import dev.roadstead.controller.reconcile.usage.UsageCaches;
import dev.roadstead.controller.reconcile.usage.UsageReconciler;
import dev.roadstead.controller.reconcile.usage.UsageSampler;
import java.time.Clock;
import java.time.Duration;

/** The loop of UsageReports, and what it counts with. One server has it. */
final class Metering implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final TenantInformers followed;
    private final Meters meters;
    private final ControllerLoop reports;
    private final UsageSampler sampler;

    Metering(ApiClient client, Informers informers, HostDirectory hosts, Ownership ownership, Clock clock) {
        this.followed = informers.tenants;
        UsageCaches caches = new UsageCaches(
                followed.organizations.lister(),
                followed.plans.lister(),
                followed.projects.lister(),
                informers.namespaces.lister(),
                informers.containers.lister(),
                informers.volumes.lister(),
                informers.backups.lister(),
                followed.usageReports.lister());
        this.meters = new Meters(caches, clock);
        ApiClient fenced = new FencedClient(client, ownership, Shards.APPLICATIONS);
        var reconciler = new UsageReconciler(fenced, caches, meters, INTERVAL, clock);
        this.reports = new ControllerLoop(
                "usage reports",
                new Sharded(reconciler, ownership, _ -> Shards.APPLICATIONS, _ -> meters.abandon()),
                LoopConfig.DEFAULT.withWorkers(2),
                _ -> "");
        this.sampler = new UsageSampler(meters, caches, hosts, clock);
    }

    /** Says which changes concern it; before the informers start. */
    void wokenBy(Informers informers) {
        informers.containers.onChange(meters::container);
        followed.projects.onChange((before, after) -> {
            if (before == null && after != null) {
                reports.enqueue(after.key());
            }
        });
    }

    /** All that may have become this server's. */
    void wakeAll() {
        followed.projects.lister().all().forEach(each -> reports.enqueue(each.key()));
        followed.usageReports.lister().all().forEach(each -> reports.enqueue(UsageCaches.projectOf(each)));
    }

    void start() {
        reports.start();
        sampler.start();
    }

    @Override
    public void close() {
        sampler.close();
        reports.close();
    }
}
