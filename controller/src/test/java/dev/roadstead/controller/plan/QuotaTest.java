package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.ResourceQuota;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuotaTest {
    @Test
    void oneMoreIsRefusedWhenItWouldExceedTheQuota() {
        QuotaUsage used = QuotaUsage.NONE.plus(Hosts.asking("500m", "7Gi"));
        Quota quota = quota(Map.of("requests.memory", "8Gi", "requests.cpu", "4"), used);
        assertThat(quota.refusal(Hosts.asking("1", "2Gi")))
                .contains("exceeded quota team: requested requests.memory=2Gi, used requests.memory=7Gi, "
                        + "limited requests.memory=8Gi");
        assertThat(quota.refusal(Hosts.asking("3500m", "1Gi"))).isEmpty();
    }

    @Test
    void whatIsLimitedMustBeSaid() {
        assertThat(quota(Map.of("limits.cpu", "2"), QuotaUsage.NONE).refusal(Hosts.asking("1", "1Gi")))
                .contains("quota team limits limits.cpu, so template.resources must say it");
    }

    @Test
    void aMemoryLimitThatIsNotSetIsTheOneThatTheEngineGets() {
        QuotaUsage used = QuotaUsage.NONE.plus(Templates.image("app:1"));
        assertThat(quota(Map.of("limits.memory", "1023Mi"), used).refusal(Templates.image("app:1")))
                .contains("exceeded quota team: requested limits.memory=512Mi, used limits.memory=512Mi, "
                        + "limited limits.memory=1023Mi");
    }

    @Test
    void processesAreSummedUpAndThoseOfATemplateThatSaysNothingAreWhatTheEngineGets() {
        ContainerTemplate hundred = Templates.changed(
                Templates.image("app:1"),
                template -> template.withObject("/resources/limits").put("pids", 100));
        QuotaUsage used = QuotaUsage.NONE.plus(hundred);
        Quota quota = quota(Map.of("limits.pids", "612"), used);
        assertThat(quota.refusal(Templates.image("app:1"))).isEmpty();
        assertThat(quota.with(Templates.image("app:1")).refusal(hundred))
                .contains(
                        "exceeded quota team: requested limits.pids=100, used limits.pids=612, limited limits.pids=612");
        assertThat(quota(Map.of("limits.pids", "611"), used).refusal(Templates.image("app:1")))
                .isPresent();
    }

    @Test
    void containersAreCreatedUpToTheQuotaAndTheApplicationSaysWhy() {
        Fleet fleet = new Fleet(Apps.of(3, "app:1"), Nodes.ready("a"));
        fleet.plan().actions().forEach(fleet::apply);
        fleet.resolveImages();
        ApplicationPlan plan = plan(fleet, quota(Map.of("count/containers.roadstead.dev", "2"), QuotaUsage.NONE));
        assertThat(plan.actions().stream().filter(ApiAction.CreateContainer.class::isInstance))
                .hasSize(2);
        assertThat(plan.status().conditions())
                .filteredOn(condition -> condition.type().equals("Degraded"))
                .first()
                .satisfies(condition -> assertThat(condition.message())
                        .isEqualTo("exceeded quota team: requested count/containers.roadstead.dev=1, "
                                + "used count/containers.roadstead.dev=2, limited count/containers.roadstead.dev=2"));
    }

    @Test
    void recreateTakesNothingAwayForWhatTheQuotaRefusesAndCountsOnWhatTheOldOnesLeave() {
        Apps spec = Apps.of(1, "app:1").recreate();
        Fleet fleet = new Fleet(spec, Nodes.ready("a"));
        fleet.converge();
        fleet.change(spec.template(Hosts.limited(Templates.image("app:2"), "2Gi")));
        fleet.plan().actions().forEach(fleet::apply);
        fleet.resolveImages();
        QuotaUsage used = QuotaUsage.NONE.plus(Templates.image("app:1"));

        ApplicationPlan refused = plan(fleet, quota(Map.of("limits.memory", "1Gi"), used));
        assertThat(Plans.deleted(refused)).isEmpty();
        assertThat(refused.status().conditions())
                .anySatisfy(condition -> assertThat(condition.message())
                        .isEqualTo("exceeded quota team: requested limits.memory=2Gi, used limits.memory=0, "
                                + "limited limits.memory=1Gi"));
        assertThat(Plans.deleted(plan(fleet, quota(Map.of("limits.memory", "2Gi"), used))))
                .containsExactly("web-1-0");
    }

    @Test
    void theStatusSaysWhatIsUsedOfWhatIsLimited() {
        QuotaUsage used = QuotaUsage.NONE
                .plus(Hosts.asking("500m", "1Gi"))
                .plus(Hosts.asking("250m", "512Mi"))
                .minus(Hosts.asking("500m", "1Gi"));
        ResourceQuota.Status status = Quota.status(object(Map.of("requests.cpu", "4", "requests.memory", "8Gi")), used);
        assertThat(status.used())
                .isEqualTo(Map.of("requests.cpu", Quantity.of("250m"), "requests.memory", Quantity.of("512Mi")));
    }

    @Test
    void whatTheServerCountsStaysAsItIs() {
        ResourceQuota quota = object(Map.of("requests.cpu", "4", "count/volumes.roadstead.dev", "3"));
        ResourceQuota written = new ResourceQuota(
                quota.metadata(),
                quota.spec(),
                new ResourceQuota.Status(
                        Map.of(),
                        Map.of(
                                "count/volumes.roadstead.dev", Quantity.of("2"),
                                "requests.memory", Quantity.of("1Gi"))));

        assertThat(Quota.status(written, QuotaUsage.NONE.plus(Hosts.asking("1", "1Gi")))
                        .used())
                .isEqualTo(Map.of("count/volumes.roadstead.dev", Quantity.of("2"), "requests.cpu", Quantity.of("1")));
    }

    private static ApplicationPlan plan(Fleet fleet, Quota quota) {
        ApplicationSnapshot seen = fleet.snapshot();
        return ApplicationPlanner.plan(new ApplicationSnapshot(
                seen.application(),
                seen.releases(),
                seen.containers(),
                seen.candidates(),
                seen.volumes(),
                List.of(quota),
                seen.policy(),
                seen.suspended(),
                seen.routeLabels(),
                seen.config(),
                seen.traffic(),
                seen.now()));
    }

    private static Quota quota(Map<String, String> hard, QuotaUsage used) {
        return Quota.of(object(hard), used);
    }

    private static ResourceQuota object(Map<String, String> hard) {
        Map<String, Quantity> limits = new java.util.HashMap<>();
        hard.forEach((key, amount) -> limits.put(key, Quantity.of(amount)));
        return new ResourceQuota(
                ObjectMeta.toCreate("shop", "team", Map.of(), List.of(), List.of()),
                new ResourceQuota.Spec(limits),
                null);
    }
}
