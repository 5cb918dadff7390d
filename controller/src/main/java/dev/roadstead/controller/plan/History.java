package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.DeleteRelease;
import dev.roadstead.controller.plan.ApiAction.PatchReleaseConfig;
import dev.roadstead.controller.plan.ApiAction.PatchReleaseOutcome;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Release;
import dev.roadstead.model.Release.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Releases of an Application that are kept, oldest first, and what becomes of them. */
final class History {
    private final ApplicationSnapshot seen;
    private final Application.@Nullable Status status;
    private final List<Release> releases;

    History(ApplicationSnapshot seen) {
        String uid = seen.application().metadata().requireUid();
        this.seen = seen;
        this.status = seen.application().status();
        this.releases = seen.releases().stream()
                .filter(release -> release.metadata().ownedBy(uid))
                .filter(release -> !release.metadata().deleting())
                .sorted(Comparator.comparingInt(release -> release.spec().revision()))
                .toList();
    }

    List<Release> releases() {
        return releases;
    }

    List<Integer> revisions() {
        return releases.stream().map(release -> release.spec().revision()).toList();
    }

    Optional<Release> find(@Nullable Integer revision) {
        return releases.stream()
                .filter(release -> Integer.valueOf(release.spec().revision()).equals(revision))
                .findFirst();
    }

    /**
     * The last revision with this fingerprint, and with what Secrets and ConfigMaps say now where that is known. Of the
     * last one it may not be known yet what they said.
     */
    Optional<Release> byHash(String hash, Optional<String> config) {
        List<Release> same = releases.stream()
                .filter(release -> release.spec().templateHash().equals(hash))
                .toList()
                .reversed();
        return same.stream()
                .filter(release -> takes(release, config))
                .findFirst()
                .or(() -> same.stream().limit(1).filter(History::takesUnknown).findFirst());
    }

    /** Whether it takes from Secrets and ConfigMaps what they say now; so it does while either is not known. */
    static boolean isCurrent(Release release, Optional<String> config) {
        return takesUnknown(release) || takes(release, config);
    }

    private static boolean takes(Release release, Optional<String> config) {
        return config.isEmpty() || config.get().equals(release.known().configDigest());
    }

    private static boolean takesUnknown(Release release) {
        return release.known().configDigest() == null;
    }

    /** Notes what the wanted one takes, once. */
    List<ApiAction> config(TargetRelease target) {
        return target.exists() && takesUnknown(target.release())
                ? seen.config().of(target.release().spec().template()).stream()
                        .<ApiAction>map(digest -> new PatchReleaseConfig(target.release(), digest))
                        .toList()
                : List.of();
    }

    /** The last one that was rolled out completely. */
    Optional<Release> current() {
        return find(status == null ? null : status.currentRelease());
    }

    /** The one that was wanted until now. */
    Optional<Release> target() {
        return find(status == null ? null : status.targetRelease());
    }

    /** Whether this revision was rolled out completely some time. */
    boolean served(int revision) {
        return find(revision)
                .map(Release::status)
                .map(Release.Status::outcome)
                .filter(outcome -> outcome.phase() == Phase.Complete)
                .isPresent();
    }

    /** What is to be written to the Releases about the rollout as it stands now. */
    List<ApiAction> outcomes(TargetRelease target, Rollout rollout) {
        List<ApiAction> actions = new ArrayList<>();
        for (Release release : releases) {
            Outcome known = release.status() == null ? null : release.status().outcome();
            Outcome now = release.spec().revision() == rollout.release()
                    ? outcome(release, known, rollout)
                    : superseded(release, known, target);
            if (now != null && !now.equals(known)) {
                actions.add(new PatchReleaseOutcome(release, now));
            }
        }
        return actions;
    }

    /** Scaling or healing a complete release starts no rollout of it anew; to be stopped on the way completes none. */
    private @Nullable Outcome outcome(Release release, @Nullable Outcome known, Rollout rollout) {
        boolean settled = known != null
                && known.phase() == Phase.Complete
                && status != null
                && Integer.valueOf(release.spec().revision()).equals(status.currentRelease());
        boolean stopped = seen.application().spec().desiredState() == DesiredState.Stopped;
        if (settled
                || (known != null && known.phase() == rollout.phase())
                || (stopped && rollout.phase() == Phase.Complete)) {
            return known;
        }
        boolean ended = switch (rollout.phase()) {
            case Complete, Failed, RolledBack, Superseded -> true;
            case Progressing, Paused, AwaitingPromotion -> false;
        };
        return new Outcome(rollout.phase(), rollout.startedAt(), ended ? rollout.reachedAt() : null, rollout.message());
    }

    private @Nullable Outcome superseded(Release release, @Nullable Outcome known, TargetRelease target) {
        boolean open = known != null && known.finishedAt() == null;
        if (known == null || !open || release.spec().revision() == target.revision()) {
            return known;
        }
        Instant now = seen.now().truncatedTo(ChronoUnit.SECONDS);
        return new Outcome(
                Phase.Superseded,
                known.startedAt(),
                now,
                "release %d was wanted before it was complete".formatted(target.revision()));
    }

    /** Releases beyond the history limit, oldest first; never one that is wanted, spoken of or still has containers. */
    List<ApiAction> prune(TargetRelease target) {
        Set<Integer> inUse = new HashSet<>();
        seen.containers().forEach(container -> inUse.add(container.spec().release()));
        inUse.add(target.revision());
        if (status != null) {
            Stream.of(
                            Optional.ofNullable(status.currentRelease()),
                            // A release that failed and is not to be tried again is known by its Release only.
                            Optional.ofNullable(status.rollout()).map(Rollout::release))
                    .flatMap(Optional::stream)
                    .forEach(inUse::add);
        }
        List<Release> unused = releases.stream()
                .filter(release -> !inUse.contains(release.spec().revision()))
                .toList();
        int excess = Math.max(0, unused.size() - seen.application().spec().releaseHistoryLimit());
        return unused.stream().limit(excess).<ApiAction>map(DeleteRelease::new).toList();
    }
}
