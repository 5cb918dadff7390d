package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.CreateRelease;
import dev.roadstead.controller.plan.ApiAction.DeleteRelease;
import dev.roadstead.model.Application;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.OwnerReference;
import dev.roadstead.model.Release;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.SpecHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The release that an Application wants.
 *
 * @param exists false while it has to be created first
 */
record TargetRelease(Release release, boolean exists) {
    /** What a revision stands for. */
    private record Fingerprint(
            dev.roadstead.model.ContainerTemplate template,
            @Nullable Instant restartedAt) {}

    /** The revision that has this template already, or else the next one. */
    static TargetRelease choose(ApplicationSnapshot seen) {
        Application app = seen.application();
        String hash =
                SpecHash.of(new Fingerprint(app.spec().template(), app.spec().restartedAt()));
        Optional<Release> known = owned(seen)
                .filter(release -> !release.metadata().deleting())
                .filter(release -> release.spec().templateHash().equals(hash))
                .max(Comparator.comparingInt(release -> release.spec().revision()));
        return known.map(release -> new TargetRelease(release, true))
                .orElseGet(() -> new TargetRelease(create(app, nextRevision(seen), hash), false));
    }

    int revision() {
        return release.spec().revision();
    }

    List<ApiAction> creation() {
        return exists ? List.of() : List.of(new CreateRelease(release));
    }

    /** Releases beyond the history limit, oldest first; never one that is wanted, current or still has containers. */
    List<ApiAction> prune(ApplicationSnapshot seen) {
        Application app = seen.application();
        Set<Integer> inUse =
                seen.containers().stream().map(c -> c.spec().release()).collect(Collectors.toSet());
        inUse.add(revision());
        if (app.status() != null && app.status().currentRelease() != null) {
            inUse.add(app.status().currentRelease());
        }
        List<Release> unused = owned(seen)
                .filter(release -> !release.metadata().deleting())
                .filter(release -> !inUse.contains(release.spec().revision()))
                .sorted(Comparator.comparingInt(release -> release.spec().revision()))
                .toList();
        int excess = Math.max(0, unused.size() - app.spec().releaseHistoryLimit());
        return unused.stream().limit(excess).<ApiAction>map(DeleteRelease::new).toList();
    }

    private static Stream<Release> owned(ApplicationSnapshot seen) {
        String uid = seen.application().metadata().requireUid();
        return seen.releases().stream().filter(release -> release.metadata().ownedBy(uid));
    }

    /** Above every revision that there is or that the status still speaks of, so that no number means two things. */
    private static int nextRevision(ApplicationSnapshot seen) {
        Application.Status status = seen.application().status();
        List<Integer> spoken = new ArrayList<>();
        if (status != null && status.currentRelease() != null) {
            spoken.add(status.currentRelease());
        }
        if (status != null && status.targetRelease() != null) {
            spoken.add(status.targetRelease());
        }
        IntStream used = IntStream.concat(
                IntStream.concat(
                        seen.releases().stream().mapToInt(r -> r.spec().revision()),
                        seen.containers().stream().mapToInt(c -> c.spec().release())),
                spoken.stream().mapToInt(Integer::intValue));
        return used.max().orElse(0) + 1;
    }

    private static Release create(Application app, int revision, String hash) {
        String name = app.metadata().name();
        Map<String, String> labels = Map.of(Labels.APPLICATION, name, Labels.RELEASE, String.valueOf(revision));
        ObjectMeta metadata = ObjectMeta.toCreate(
                app.metadata().namespace(), Names.release(name, revision), labels, List.of(), List.of(owner(app)));
        return new Release(
                metadata,
                new Release.Spec(
                        name, revision, hash, app.spec().template(), app.spec().restartedAt(), null, null),
                null);
    }

    static OwnerReference owner(Application app) {
        return new OwnerReference(
                ResourceType.APPLICATION.apiVersion(),
                ResourceType.APPLICATION.kind(),
                app.metadata().name(),
                app.metadata().requireUid(),
                true,
                true);
    }
}
