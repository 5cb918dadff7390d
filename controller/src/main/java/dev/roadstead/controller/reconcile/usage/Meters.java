package dev.roadstead.controller.reconcile.usage;

import dev.roadstead.controller.plan.usage.Account;
import dev.roadstead.controller.plan.usage.Measures;
import dev.roadstead.controller.plan.usage.Sample;
import dev.roadstead.controller.plan.usage.Subject;
import dev.roadstead.model.Container;
import dev.roadstead.model.Project;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Accounts of this server's Projects, by their keys. Thread-safe. */
public final class Meters {
    private final UsageCaches caches;
    private final InstantSource clock;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    /** Since when changes were noticed; null before, and after another server had to do it. */
    private final AtomicReference<@Nullable Instant> watched = new AtomicReference<>();

    public Meters(UsageCaches caches, InstantSource clock) {
        this.caches = caches;
        this.clock = clock;
    }

    /** Takes in a change that the informer reports. */
    public void container(@Nullable Container before, @Nullable Container after) {
        if (before == null) {
            return;
        }
        caches.projectOf(String.valueOf(before.metadata().namespace()))
                .ifPresent(project -> accounts.computeIfPresent(
                        project.key(), (_, account) -> account.changed(before, after, clock.instant())));
    }

    /**
     * What is there now is counted until now.
     *
     * @param project null when it is gone
     * @param through where its report ends; an Account of another time is of no use
     */
    Account advance(String key, @Nullable Project project, Instant through, Instant now) {
        Instant since = Objects.requireNonNull(watched.updateAndGet(known -> known == null ? now : known));
        return Objects.requireNonNull(accounts.compute(key, (_, known) -> {
            Account account = known;
            if (account == null || !account.from().equals(through)) {
                // Of a Project that is new nothing was missed. Else what is not known any more may have been all that
                // was known.
                account = Account.open(through, known == null && isNew(project, through) ? since : now);
            }
            // Read in here: a container that is reported as gone meanwhile is counted to its end afterwards.
            return account.running(caches.containers(project), now)
                    .holding(caches.volumes(project), caches.backups(project), now);
        }));
    }

    private static boolean isNew(@Nullable Project project, Instant through) {
        return project != null && through.equals(project.metadata().creationTimestamp());
    }

    /** @param taken what the report of the month got */
    void written(String key, YearMonth month, Instant through, Map<Subject, Measures> taken) {
        accounts.computeIfPresent(key, (_, account) -> account.written(month, through, taken));
    }

    /** Nobody counts for it any more. */
    void close(String key) {
        accounts.remove(key);
    }

    /** Another server counts now. */
    public void abandon() {
        watched.set(null);
        accounts.clear();
    }

    Set<String> projects() {
        return Set.copyOf(accounts.keySet());
    }

    /** What is of containers that are gone is left out: they are forgotten, so it would count from their start again. */
    void sampled(String key, @Nullable Project project, List<Sample> samples) {
        accounts.computeIfPresent(key, (_, account) -> {
            // Read in here: a container that is reported as gone meanwhile is forgotten afterwards.
            Set<String> there = caches.containers(project).stream()
                    .map(container -> container.metadata().requireUid())
                    .collect(Collectors.toUnmodifiableSet());
            return account.sampled(samples.stream()
                    .filter(sample -> there.contains(sample.container()))
                    .toList());
        });
    }
}
