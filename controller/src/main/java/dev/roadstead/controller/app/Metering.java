package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.lease.FencedClient;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.LoopConfig;
import dev.roadstead.controller.plan.tenant.PlanLimits;
import dev.roadstead.controller.reconcile.usage.Meters;
import dev.roadstead.controller.reconcile.usage.UsageCaches;
import dev.roadstead.controller.reconcile.usage.UsageReconciler;
import dev.roadstead.controller.reconcile.usage.UsageSampler;
import dev.roadstead.controller.reconcile.usage.WebhookReconciler;
import dev.roadstead.egress.EgressClient;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The loops of UsageReports and of who is told of them, and what is counted with. One server has them. */
final class Metering implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final TenantInformers followed;
    private final Meters meters;
    private final ControllerLoop reports;
    private final ControllerLoop webhooks;
    private final UsageSampler sampler;

    Metering(
            ApiClient client,
            Informers informers,
            HostDirectory hosts,
            Ownership ownership,
            EgressClient egress,
            Clock clock) {
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
                LoopConfig.DEFAULT.withWorkers(2));
        this.webhooks = Sharded.loop(
                "usage webhooks",
                new WebhookReconciler(fenced, caches, new EgressOutbox(egress), clock),
                ownership,
                LoopConfig.DEFAULT.workers());
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
        followed.usageReports.onChange((_, after) -> {
            if (after != null) {
                webhooks.enqueue(after.key());
            }
        });
        followed.plans.onChange((_, after) -> {
            if (after != null) {
                wakeReports(_ -> true);
            }
        });
        followed.organizations.onChange((before, after) -> {
            if (after != null && PlanLimits.isOther(before, after)) {
                wakeReports(after.metadata().name()::equals);
            }
        });
    }

    /** Those of some Organizations: they may have waited for a Plan, or for somebody to be told. */
    private void wakeReports(Predicate<@Nullable String> organizations) {
        followed.usageReports.lister().all().stream()
                .filter(each -> organizations.test(each.metadata().namespace()))
                .forEach(each -> {
                    reports.enqueue(UsageCaches.projectOf(each));
                    webhooks.enqueue(each.key());
                });
    }

    /** All that may have become this server's. */
    void wakeAll() {
        followed.projects.lister().all().forEach(each -> reports.enqueue(each.key()));
        wakeReports(_ -> true);
    }

    void start() {
        reports.start();
        webhooks.start();
        sampler.start();
    }

    @Override
    public void close() {
        sampler.close();
        reports.close();
        webhooks.close();
    }
}
