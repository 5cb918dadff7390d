package dev.roadstead.controller.plan.usage;

import dev.roadstead.model.Plan.Webhook;
import dev.roadstead.model.UsageReport;
import dev.roadstead.model.UsageReport.Delivery;
import dev.roadstead.model.UsageReport.Delivery.State;
import dev.roadstead.model.UsageReport.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a webhook is told of a report: of a final one until it has accepted that, of others each day if it wants so. */
public final class Deliveries {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(6);

    private Deliveries() {}

    /** When the report as it is now is to be sent; empty if it is not. */
    public static Optional<Instant> due(UsageReport report, Webhook webhook) {
        Status status = report.status();
        if (status == null) {
            return Optional.empty();
        }
        boolean isFinal = !Reports.isOpen(report);
        Delivery last = status.delivery();
        if (last != null && last.state() == State.Pending) {
            return isFinal || webhook.daily() ? Optional.of(retry(last)) : Optional.empty();
        }
        if (isFinal) {
            boolean told = last != null && last.id().equals(id(report, status));
            return told ? Optional.empty() : Optional.of(status.through());
        }
        Instant since = last == null ? report.metadata().creationTimestamp() : last.through();
        return webhook.daily() && since != null ? Optional.of(since.plus(DAY)) : Optional.empty();
    }

    private static Instant retry(Delivery last) {
        Instant tried = last.lastAttempt() == null ? last.through() : last.lastAttempt();
        int doublings = Math.min(Math.max(0, last.attempts() - 1), 16);
        Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
        return tried.plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    }

    /** The same for each attempt to say the same: by it a receiver knows what it has already. */
    public static String id(UsageReport report, Status status) {
        return report.metadata().requireUid() + "-" + status.through().getEpochSecond();
    }

    /**
     * After one more attempt.
     *
     * @param trouble why it failed; null if it was accepted
     */
    public static Delivery attempted(UsageReport report, Status status, @Nullable String trouble, Instant now) {
        Delivery last = status.delivery();
        int before = last == null || last.state() == State.Delivered ? 0 : last.attempts();
        return new Delivery(
                trouble == null ? State.Delivered : State.Pending,
                id(report, status),
                status.through(),
                before + 1,
                now,
                trouble == null ? "accepted" : trouble);
    }
}
