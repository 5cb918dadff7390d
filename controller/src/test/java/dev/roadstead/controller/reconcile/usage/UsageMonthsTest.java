package dev.roadstead.controller.reconcile.usage;

import static dev.roadstead.controller.reconcile.usage.UsageWorld.hours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.model.Meter;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.UsageReport;
import dev.roadstead.model.UsageReport.Cost;
import dev.roadstead.model.UsageReport.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A report for each month: when it ends, what it costs, and how long it is kept. */
class UsageMonthsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final UsageWorld world = new UsageWorld();

    @Test
    void aMonthEndsExactlyAndChangesNoMore() {
        world.now = Instant.parse("2026-11-30T22:00:00Z");
        world.restart();
        world.pass();
        world.container("web-1");
        world.run("web-1");
        world.after(Duration.ofHours(5));
        world.pass();
        world.pass();
        UsageReport.Status november = world.report("2026-11");
        assertThat(november.phase()).isEqualTo(Phase.Final);
        assertThat(november.through()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(world.total("2026-11", Meter.CONTAINER_HOURS)).isEqualTo(hours(2));
        assertThat(world.total("2026-12", Meter.CONTAINER_HOURS)).isEqualTo(hours(3));
        world.after(HOUR);
        world.pass();
        assertThat(world.report("2026-11")).isEqualTo(november);
        assertThat(world.total("2026-12", Meter.CONTAINER_HOURS)).isEqualTo(hours(4));
    }

    @Test
    void theReportOfAProjectThatIsGoneEndsWithItsMonth() {
        world.pass();
        world.container("web-1");
        world.run("web-1");
        world.after(HOUR);
        world.delete("web-1");
        world.withoutProject();
        world.now = Instant.parse("2026-12-02T00:00:00Z");
        world.pass();
        assertThat(world.report("2026-11").phase()).isEqualTo(Phase.Final);
        assertThat(world.total(Meter.CONTAINER_HOURS)).isEqualTo(hours(1));
        world.pass();
        assertThat(world.api.find(ResourceType.USAGE_REPORT, "acme", "shop-2026-12"))
                .isEmpty();
    }

    @Test
    void aReportThatSomebodyMadeForAMonthBeforeTheProjectEndsAndHoldsNothingUp() {
        UsageReport stray = new UsageReport(
                ObjectMeta.toCreate("acme", "shop-2026-09", Map.of(), List.of(), List.of()),
                new UsageReport.Spec("shop", "2026-09"),
                null);
        world.api.create(ResourceType.USAGE_REPORT, stray);
        world.pass();
        world.pass();
        assertThat(world.report("2026-09").phase()).isEqualTo(Phase.Final);
        world.container("web-1");
        world.run("web-1");
        world.after(HOUR);
        world.pass();
        assertThat(world.total(Meter.CONTAINER_HOURS)).isEqualTo(hours(1));
    }

    @Test
    void aPlanWithPricesGivesTheCost() {
        world.plan("{prices: {currency: EUR, perUnit: {containerHours: '0.01', cpuRequestedHours: 0.5, sentGiB: 1}}}");
        world.pass();
        world.container("web-1");
        world.run("web-1");
        world.after(HOUR);
        world.pass();
        assertThat(world.report("2026-11").cost())
                .isEqualTo(new Cost(
                        "small",
                        "EUR",
                        Quantity.of("1.01"),
                        Map.of("containerHours", Quantity.of("0.01"), "cpuRequestedHours", Quantity.of("1"))));
    }

    @Test
    void aReportWaitsForItsPlanAndTheNextMonthDoesNot() {
        world.now = Instant.parse("2026-11-30T23:00:00Z");
        world.pass();
        world.container("web-1");
        world.run("web-1");
        world.withoutPlan();
        world.after(Duration.ofHours(2));
        world.pass();
        world.pass();
        assertThat(world.report("2026-11").phase()).isEqualTo(Phase.Open);
        assertThat(world.total("2026-12", Meter.CONTAINER_HOURS)).isEqualTo(hours(1));
        world.plan("{prices: {currency: EUR, perUnit: {containerHours: 1}}}");
        world.pass();
        assertThat(world.report("2026-11").phase()).isEqualTo(Phase.Final);
        assertThat(world.report("2026-11").cost())
                .isEqualTo(new Cost("small", "EUR", Quantity.of("1"), Map.of("containerHours", Quantity.of("1"))));
    }

    @Test
    void finalReportsAreKeptForAsManyMonthsAsThePlanSays() {
        world.pass();
        for (String month : List.of("2026-12", "2027-01", "2027-02")) {
            world.now = Instant.parse(month + "-01T00:00:00Z");
            world.pass();
            world.pass();
        }
        world.plan("{keepReportMonths: 2}");
        world.pass();
        assertThat(world.months()).as("not before they are older").containsExactly("2026-12", "2027-01", "2027-02");
        world.withoutPlan();
        world.now = Instant.parse("2027-03-01T00:00:00Z");
        world.pass();
        world.pass();
        assertThat(world.months()).as("while its Plan is not there").hasSize(4);
        world.plan("{keepReportMonths: 2, webhook: {url: 'https://b.example', secretRef: {namespace: d, name: h}}}");
        world.pass();
        assertThat(world.months()).as("the webhook has not accepted them").hasSize(4);
        world.plan("{}");
        world.pass();
        assertThat(world.months()).as("36 when the Plan says nothing").hasSize(4);
        world.plan("{keepReportMonths: 2}");
        world.pass();
        assertThat(world.months()).containsExactly("2027-01", "2027-02", "2027-03");
    }

    @Test
    void reportsOfAProjectThatIsGoneExpireToo() {
        world.pass();
        world.withoutProject();
        world.now = Instant.parse("2026-12-02T00:00:00Z");
        world.pass();
        assertThat(world.pass()).isEqualTo(new Outcome.After(Duration.ofDays(1)));
        world.now = Instant.parse("2029-11-30T00:00:00Z");
        world.pass();
        assertThat(world.months()).containsExactly("2026-11");
        world.now = Instant.parse("2029-12-01T00:00:00Z");
        world.pass();
        assertThat(world.months()).isEmpty();
        assertThat(world.pass()).isEqualTo(Outcome.DONE);
    }

    @Test
    void aChangeOfTheOrganizationsPlanPricesWhatIsOpen() {
        world.plan("{prices: {currency: EUR, perUnit: {containerHours: 1}}}");
        world.pass();
        world.container("web-1");
        world.run("web-1");
        world.after(HOUR);
        world.pass();
        assertThat(Objects.requireNonNull(world.report("2026-11").cost()).total())
                .isEqualTo(Quantity.of("1"));
        world.namesPlan("");
        world.after(HOUR);
        world.pass();
        assertThat(world.report("2026-11").cost()).isNull();
        world.namesPlan("small");
        world.after(HOUR);
        world.pass();
        assertThat(Objects.requireNonNull(world.report("2026-11").cost()).total())
                .as("of the whole month")
                .isEqualTo(Quantity.of("3"));
        world.withoutPlan();
        world.after(HOUR);
        world.pass();
        assertThat(world.report("2026-11").cost())
                .as("a Plan that is not there")
                .isNull();
    }

    @Test
    void aClockThatIsSetBackOverTheEndOfAMonthStopsNothing() {
        world.now = Instant.parse("2026-11-30T23:00:00Z");
        world.pass();
        world.now = Instant.parse("2026-12-01T00:00:00Z");
        world.pass();
        world.now = Instant.parse("2026-11-30T23:59:58Z");
        assertThat(world.pass()).isEqualTo(new Outcome.After(Duration.ofMinutes(5)));
        world.container("web-1");
        world.now = Instant.parse("2026-12-01T00:00:00Z");
        world.run("web-1");
        world.after(HOUR);
        world.delete("web-1");
        world.pass();
        assertThat(world.total("2026-12", Meter.CONTAINER_HOURS)).isEqualTo(hours(1));
        assertThat(world.report("2026-12").totals()).doesNotContainKey(Meter.UNOBSERVED.key());
    }

    @Test
    void afterATimeWithoutAServerEachMonthHasItsReport() {
        world.pass();
        world.container("web-1");
        world.run("web-1");
        world.now = Instant.parse("2027-02-02T00:00:00Z");
        world.restart();
        for (int pass = 0; pass < 4; pass++) {
            world.pass();
        }
        assertThat(world.report("2026-12").phase()).isEqualTo(Phase.Final);
        assertThat(world.total("2026-12", Meter.CONTAINER_HOURS)).isEqualTo(hours(31 * 24));
        assertThat(world.total("2026-12", Meter.UNOBSERVED)).isEqualTo(hours(31 * 24));
        assertThat(world.report("2027-01").phase()).isEqualTo(Phase.Final);
        assertThat(world.total("2027-02", Meter.CONTAINER_HOURS)).isEqualTo(hours(24));
    }

    @Test
    void aPriceThatIsTooMuchToSayGivesNoCostAndHoldsNothingUp() {
        world.plan("{prices: {currency: EUR, perUnit: {containerHours: 999999999999999P}}}");
        world.pass();
        world.container("web-1");
        world.run("web-1");
        world.after(HOUR);
        world.pass();
        assertThat(world.report("2026-11").cost()).isNull();
        assertThat(world.total(Meter.CONTAINER_HOURS)).isEqualTo(hours(1));
    }
}
