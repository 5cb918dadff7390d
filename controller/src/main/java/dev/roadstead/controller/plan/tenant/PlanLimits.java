package dev.roadstead.controller.plan.tenant;

import dev.roadstead.controller.plan.Quota;
import dev.roadstead.controller.plan.QuotaItem;
import dev.roadstead.controller.plan.QuotaUsage;
import dev.roadstead.model.Organization;
import dev.roadstead.model.Organization.Limits;
import dev.roadstead.model.Plan;
import dev.roadstead.model.Quantity;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The limits of an Organization that names a Plan. */
public final class PlanLimits {
    private PlanLimits() {}

    /** Whether it names a Plan that there is not: what its limits are is not known then. */
    public static boolean unknown(Organization organization, @Nullable Plan plan) {
        return organization.spec().plan() != null && plan == null;
    }

    /** Whether an Organization names another Plan than it did before, or is new. */
    public static boolean isOther(@Nullable Organization before, Organization now) {
        return before == null
                || !Objects.equals(before.spec().plan(), now.spec().plan());
    }

    /** The Organization with its Plan's limits where its own say nothing; of the policy levels the stricter counts. */
    public static Organization applied(Organization organization, @Nullable Plan plan) {
        Plan.Limits general = plan == null ? null : plan.spec().limits();
        if (general == null) {
            return organization;
        }
        Limits own = organization.spec().limits();
        Map<String, Quantity> quota = new TreeMap<>(general.projectQuota());
        quota.putAll(own.projectQuota());
        Map<String, Quantity> total = new TreeMap<>(general.totalQuota());
        total.putAll(own.totalQuota());
        Limits both = new Limits(
                own.projects() == null ? general.projects() : own.projects(),
                quota,
                total,
                general.policyLevel() == null
                        ? own.policyLevel()
                        : ProjectPlaces.stricter(own.policyLevel(), general.policyLevel()));
        return new Organization(organization.metadata(), organization.spec().withLimits(both), organization.status());
    }

    /**
     * What its containers may take together, in all of its namespaces; empty if it has no such limit. While the Plan that it
     * names is not there, it gets no more containers than it has.
     *
     * @param plans by name
     * @param used by them
     */
    public static Optional<Quota> total(
            Organization organization, Function<String, Optional<Plan>> plans, QuotaUsage used) {
        Plan plan =
                Optional.ofNullable(organization.spec().plan()).flatMap(plans).orElse(null);
        Map<String, Quantity> hard = applied(organization, plan).spec().limits().totalQuota();
        String name = "of organization " + organization.metadata().name();
        if (unknown(organization, plan)) {
            String there = String.valueOf(used.of(QuotaItem.CONTAINERS));
            hard = ProjectPlaces.least(hard, Map.of(QuotaItem.CONTAINERS.key(), Quantity.of(there)));
            name += ", whose Plan %s is not there".formatted(organization.spec().plan());
        }
        return hard.isEmpty() ? Optional.empty() : Optional.of(Quota.of(name, hard, used));
    }

    static Readiness notFound(Organization organization) {
        return Readiness.problem(
                "PlanNotFound",
                "Organization %s names Plan %s, which there is not: what is in force stays, and nothing is added; create it, or name another"
                        .formatted(
                                organization.metadata().name(),
                                organization.spec().plan()));
    }
}
