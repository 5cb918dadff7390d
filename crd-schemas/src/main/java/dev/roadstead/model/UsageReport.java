package dev.roadstead.model;

import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.MapList;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a Project took in a calendar month. */
@Doc(
        "What a Project took in a calendar month, UTC. Roadstead writes it, in the namespace of the Project's Organization.")
@Kind(
        plural = "usagereports",
        shortNames = "usage",
        categories = "people",
        columns = {
            @Column(name = "Project", jsonPath = ".spec.project"),
            @Column(name = "Month", jsonPath = ".spec.month"),
            @Column(name = "Phase", jsonPath = ".status.phase"),
            @Column(name = "Container-Hours", jsonPath = ".status.totals.containerHours"),
            @Column(name = "Cost", jsonPath = ".status.cost.total"),
            @Column(name = "Currency", jsonPath = ".status.cost.currency"),
            @Column(name = "Through", jsonPath = ".status.through", type = "date"),
            @Column(name = "Delivery", jsonPath = ".status.delivery.state", priority = 1)
        })
public record UsageReport(
        ObjectMeta metadata,
        @Doc("What it is about.") Spec spec,
        @Doc("What was taken.") @Nullable Status status) implements Resource {

    /** What it is about. */
    @Rule(value = "self == oldSelf", message = "a UsageReport is about one Project and month; another has its own")
    public record Spec(
            @Doc("Name of the Project.") @Size(min = 1, max = 63)
            String project,

            @Doc("The month, UTC: 2026-11.") @Pattern("^[0-9]{4}-(0[1-9]|1[0-2])$")
            String month) {}

    /** What was taken. */
    public record Status(
            @Doc("Whether the month is over.") Phase phase,
            @Doc("Until when everything is counted.") Instant through,
            @Doc("Amounts of all rows. " + Meter.NAMES) Map<String, Quantity> totals,

            @Doc("The same for each Application and Volume; what does not fit in has the kind Other and the name *.")
            @MapList({"namespace", "kind", "name"})
            @Size(max = 201)
            List<Row> rows,

            @Doc("What it costs by the prices of the Organization's Plan; fixed when the month is over.") @Nullable
            Cost cost,

            @Doc("What became of telling the Plan's webhook.") @Nullable
            Delivery delivery) {}

    /** Whether the month is over. */
    public enum Phase {
        @Doc("Amounts still grow.")
        Open,
        @Doc("Amounts and cost change no more.")
        Final
    }

    /** What one thing took. */
    public record Row(
            @Doc("Namespace of the thing.") String namespace,
            @Doc("Application, Volume or Other.") String kind,
            @Doc("Name of the thing.") String name,
            @Doc("Amounts, as in totals.") Map<String, Quantity> amounts) {}

    /** What it costs. */
    public record Cost(
            @Doc("Name of the Plan.") String plan,
            @Doc("Its currency.") String currency,
            @Doc("The sum of the parts.") Quantity total,
            @Doc("What each amount costs.") Map<String, Quantity> parts) {}

    /** What became of telling the webhook. */
    public record Delivery(
            @Doc("Where it stands.") State state,

            @Doc("Of what was sent: the same for each attempt to say the same.")
            String id,

            @Doc("The through that was sent.") Instant through,
            @Doc("How often it was tried.") int attempts,
            @Doc("When it was tried last.") @Nullable Instant lastAttempt,
            @Doc("The same in a sentence.") String message) {
        /** Where it stands. */
        public enum State {
            @Doc("It is tried again.")
            Pending,
            @Doc("The webhook has accepted it.")
            Delivered
        }
    }
}
