package dev.roadstead.controller.reconcile.usage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.People;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.plan.tenant.Membership;
import dev.roadstead.controller.plan.tenant.OrganizationPlan;
import dev.roadstead.controller.plan.tenant.Place;
import dev.roadstead.controller.plan.tenant.ProjectPlaces;
import dev.roadstead.controller.plan.usage.Sample;
import dev.roadstead.controller.reconcile.tenant.TenantCaches;
import dev.roadstead.model.Container;
import dev.roadstead.model.Json;
import dev.roadstead.model.Meter;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Plan;
import dev.roadstead.model.Project;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.UsageReport;
import dev.roadstead.model.UsageReport.Status;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Project shop of Organization acme over an API in memory, and servers that meter it one after the other. */
final class UsageWorld {
    static final String PROJECT = "acme/shop";
    static final Instant START = Instant.parse("2026-11-10T00:00:00Z");

    Instant now = START;
    final MemoryApi api = new MemoryApi(new Effects(), () -> now);
    /** The server that runs now. */
    Meters meters;

    private UsageReconciler reconciler;

    UsageWorld() {
        Organization acme = api.create(ResourceType.ORGANIZATION, People.organization("acme", "{plan: small}"));
        Project shop = api.create(ResourceType.PROJECT, People.project("acme", "shop", "{}"));
        Membership nobody = Membership.of(acme, _ -> false);
        Place own = OrganizationPlan.of(acme, nobody).place();
        api.create(ResourceType.NAMESPACE, own.toCreate());
        api.create(
                ResourceType.NAMESPACE,
                ProjectPlaces.of(acme, shop).getFirst().place().toCreate());
        plan("{}");
        restart();
    }

    /** Another process, which knows nothing. */
    void restart() {
        UsageCaches caches = caches();
        meters = new Meters(caches, () -> now);
        reconciler = new UsageReconciler(api, caches, meters, Duration.ofMinutes(5), () -> now);
    }

    /** A second one beside it. */
    UsageReconciler another() {
        UsageCaches caches = caches();
        return new UsageReconciler(api, caches, new Meters(caches, () -> now), Duration.ofMinutes(5), () -> now);
    }

    WebhookReconciler webhooks(Outbox outbox) {
        return new WebhookReconciler(api, caches(), outbox, () -> now);
    }

    UsageCaches caches() {
        return new UsageCaches(
                api.lister(ResourceType.ORGANIZATION, Map.of()),
                api.lister(ResourceType.PLAN, Map.of()),
                api.lister(ResourceType.PROJECT, Map.of()),
                api.lister(ResourceType.NAMESPACE, TenantCaches.namespaceIndexes()),
                api.lister(ResourceType.CONTAINER, byNamespace()),
                api.lister(ResourceType.VOLUME, byNamespace()),
                api.lister(ResourceType.VOLUME_BACKUP, byNamespace()),
                api.lister(
                        ResourceType.USAGE_REPORT,
                        Map.of(UsageCaches.PROJECT, report -> Set.of(UsageCaches.projectOf(report)))));
    }

    private static <T extends Resource> Map<String, Function<? super T, Collection<String>>> byNamespace() {
        return Map.of(
                "namespace", object -> Set.of(String.valueOf(object.metadata().namespace())));
    }

    Outcome pass() {
        return reconciler.reconcile(PROJECT);
    }

    /** What engines said. */
    void sampled(List<Sample> samples) {
        Project shop = api.find(ResourceType.PROJECT, "acme", "shop").orElseThrow();
        meters.sampled(PROJECT, shop, samples);
    }

    void after(Duration time) {
        now = now.plus(time);
    }

    void plan(String spec) {
        withoutPlan();
        api.create(ResourceType.PLAN, read(Plan.class, "{metadata: {name: small}, spec: %s}".formatted(spec)));
    }

    /** The Organization still names it. */
    void withoutPlan() {
        api.find(ResourceType.PLAN, "", "small")
                .ifPresent(plan -> api.delete(
                        ResourceType.PLAN, "", "small", plan.metadata().requireUid()));
    }

    /** The Organization names another Plan; none when it is empty. */
    void namesPlan(String plan) {
        ObjectNode patch = Json.mapper().createObjectNode();
        patch.putObject("spec").put("plan", plan.isEmpty() ? null : plan);
        api.patch(ResourceType.ORGANIZATION, "", "acme", patch);
    }

    void withoutProject() {
        String uid = api.find(ResourceType.PROJECT, "acme", "shop")
                .orElseThrow()
                .metadata()
                .requireUid();
        api.delete(ResourceType.PROJECT, "acme", "shop", uid);
    }

    /** Of which there are reports, in order. */
    List<String> months() {
        return api.list(ResourceType.USAGE_REPORT).items().stream()
                .map(report -> report.spec().month())
                .sorted()
                .toList();
    }

    /** A container of Application web that asks for two processors and 1 GiB, and does not run yet. */
    Container container(String name) {
        ObjectNode object = (ObjectNode) Routes.yaml("""
                {metadata: {namespace: acme-shop, name: %s}, spec: {application: web, release: 1, ordinal: 0, nodeName: a,
                 desiredState: Running, drain: 0s}}""".formatted(name));
        var template = Templates.changed(
                Templates.image("a"),
                spec -> spec.set("resources", Routes.yaml("{requests: {cpu: 2, memory: 1Gi}, limits: {}}")));
        object.withObject("/spec").set("template", Json.mapper().valueToTree(template));
        return api.create(ResourceType.CONTAINER, Json.mapper().convertValue(object, Container.class));
    }

    /** Its state changes, and the server that runs is told. */
    void become(String name, String status) {
        change(name, status, true);
    }

    /** The same while no server runs. */
    void becomeUnseen(String name, String status) {
        change(name, status, false);
    }

    private void change(String name, String status, boolean seen) {
        Container before = find(name);
        ObjectNode patch = Json.mapper().createObjectNode();
        ObjectNode wanted = (ObjectNode) Routes.yaml(status);
        wanted.put("health", "Healthy").put("restarts", 0);
        patch.set("status", wanted);
        Container after = api.patchStatus(ResourceType.CONTAINER, "acme-shop", name, patch);
        if (seen) {
            meters.container(before, after);
        }
    }

    void run(String name) {
        become(name, "{state: Running, startedAt: '%s'}".formatted(now));
    }

    void crash(String name) {
        become(name, "{state: Exited, lastTermination: {reason: Error, exitCode: 1, finishedAt: '%s'}}".formatted(now));
    }

    void delete(String name) {
        Container before = find(name);
        api.delete(ResourceType.CONTAINER, "acme-shop", name, before.metadata().requireUid());
        meters.container(before, null);
    }

    private Container find(String name) {
        return api.find(ResourceType.CONTAINER, "acme-shop", name).orElseThrow();
    }

    Status report(String month) {
        UsageReport report =
                api.find(ResourceType.USAGE_REPORT, "acme", "shop-" + month).orElseThrow();
        return Objects.requireNonNull(report.status());
    }

    /** Total of a meter in November, rounded to hours with three places. */
    BigDecimal total(Meter meter) {
        return total("2026-11", meter);
    }

    BigDecimal total(String month, Meter meter) {
        return report(month)
                .totals()
                .getOrDefault(meter.key(), Quantity.of("0"))
                .decimal()
                .setScale(3, RoundingMode.HALF_EVEN);
    }

    private static <T> T read(Class<T> type, String yaml) {
        return Json.mapper().convertValue(Routes.yaml(yaml), type);
    }

    static BigDecimal hours(double hours) {
        return BigDecimal.valueOf(hours).setScale(3, RoundingMode.HALF_EVEN);
    }
}
