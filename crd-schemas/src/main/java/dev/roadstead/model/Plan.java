package dev.roadstead.model;

import dev.roadstead.crd.Default;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Kind;
import dev.roadstead.crd.Kind.Column;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Range;
import dev.roadstead.crd.Rule;
import dev.roadstead.crd.Size;
import dev.roadstead.model.Project.PolicyLevel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Organizations that name it may have at most, and what it costs. */
@Doc("What Organizations that name it in spec.plan may have at most, and what it costs.")
@Kind(
        plural = "plans",
        categories = "people",
        namespaced = false,
        columns = {
            @Column(name = "Called", jsonPath = ".spec.displayName"),
            @Column(name = "Projects", jsonPath = ".spec.limits.projects", type = "integer"),
            @Column(name = "Currency", jsonPath = ".spec.prices.currency"),
            @Column(name = "Webhook", jsonPath = ".spec.webhook.url", priority = 1),
            @Column(name = "Age", jsonPath = ".metadata.creationTimestamp", type = "date")
        })
public record Plan(
        ObjectMeta metadata,
        @Doc("What is wanted.") @Default("{}") Spec spec) implements Resource {

    /** What is wanted. */
    public record Spec(
            @Doc("How people call it.") @Nullable @Size(max = 128)
            String displayName,

            @Doc(
                    "What an Organization may have at most where its own limits say nothing; of the policy levels the stricter"
                            + " counts.")
            @Nullable
            Limits limits,

            @Doc("What is charged. Without it UsageReports have no cost.") @Nullable
            Prices prices,

            @Doc("Who is told of UsageReports.") @Nullable Webhook webhook,

            @Doc(
                    "How many months final UsageReports are kept, those before the current one; 36 when absent. What the webhook"
                            + " has not accepted is kept until it has.")
            @Nullable
            @Range(min = 1, max = 600)
            Integer keepReportMonths) {}

    /** What an Organization may have at most; what is absent is not limited. */
    @Rule(
            value = "!has(self.projectQuota) || self.projectQuota" + QuotaKeys.RULE,
            message = QuotaKeys.MESSAGE,
            fieldPath = ".projectQuota")
    @Rule(
            value = "!has(self.totalQuota) || self.totalQuota" + QuotaKeys.CONTAINERS_RULE,
            message = QuotaKeys.CONTAINERS_MESSAGE,
            fieldPath = ".totalQuota")
    public record Limits(
            @Doc("How many projects; any number when absent.") @Nullable @Range(min = 0, max = 10_000)
            Integer projects,

            @Doc("What each namespace of a project may take at most, by the names of a ResourceQuota.") @Size(max = 32)
            Map<String, Quantity> projectQuota,

            @Doc("What the containers of all its projects may take together: requests.cpu, requests.memory, limits.cpu,"
                    + " limits.memory, limits.pids and count/containers.roadstead.dev.")
            @Size(max = 6)
            Map<String, Quantity> totalQuota,

            @Doc("What containers may do on their hosts at most; when absent, what the Organization's own limits say.")
            @Nullable
            PolicyLevel policyLevel) {}

    /** What is charged. */
    @Rule(
            value = "!has(self.perUnit) || self.perUnit" + Meter.PRICED,
            message = Meter.PRICED_MESSAGE,
            fieldPath = ".perUnit")
    public record Prices(
            @Doc("Three letters, as ISO 4217 has them: EUR.") @Pattern("^[A-Z]{3}$")
            String currency,

            @Doc("Prices of one unit, by the names of a UsageReport's amounts: cpuRequestedHours, volumeGiBHours, …")
            @Size(max = 16)
            Map<String, Quantity> perUnit) {}

    /** Who is told of UsageReports. */
    public record Webhook(
            @Doc("Where each report is sent as JSON, by POST.") @Pattern("^https://.+$") @Size(max = 2048)
            String url,

            @Doc("Secret whose key secret signs what is sent.")
            Node.SecretRef secretRef,

            @Doc("Whether open reports are sent each day too, not only final ones.") @Default("false")
            boolean daily) {}
}
