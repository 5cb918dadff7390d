package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.CreateRelease;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.OwnerReference;
import dev.roadstead.model.Release;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.SpecHash;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The release that an Application wants.
 *
 * @param exists false while it has to be created first
 */
record TargetRelease(Release release, boolean exists, Origin origin) {
    /** Why this one is wanted. */
    sealed interface Origin {
        /** It has the template and restartedAt of the spec, and what Domains, Secrets and ConfigMaps say. */
        record OfTemplate() implements Origin {}

        /** {@code spec.rollback} names it. */
        record Requested(int revision) implements Origin {}

        /** {@code spec.rollback} names a revision that is not there, so nothing changes. */
        record NotKept(int revision, List<Integer> kept) implements Origin {}

        /** The one that the spec asks for failed. */
        record AfterFailure(int failed) implements Origin {}

        /** {@code spec.paused} keeps what was wanted before. */
        record Held() implements Origin {}
    }

    static TargetRelease choose(ApplicationSnapshot seen) {
        History history = new History(seen);
        Application.Spec spec = seen.application().spec();
        TargetRelease asked = spec.rollback() == null
                ? ofTemplate(seen, history)
                : rollback(seen, history, spec.rollback().toRelease());
        if (failed(seen.application(), asked.revision())) {
            Optional<Release> stable = history.current().filter(r -> r.spec().revision() != asked.revision());
            if (stable.isPresent()) {
                return new TargetRelease(stable.get(), true, new Origin.AfterFailure(asked.revision()));
            }
        }
        Optional<Release> before = history.target();
        boolean held =
                spec.paused() && before.isPresent() && before.get().spec().revision() != asked.revision();
        return held ? new TargetRelease(before.get(), true, new Origin.Held()) : asked;
    }

    /** The revision that has this template already, or else the next one. */
    private static TargetRelease ofTemplate(ApplicationSnapshot seen, History history) {
        Application app = seen.application();
        ContainerTemplate template = app.spec().template();
        Instant restartedAt = app.spec().restartedAt();
        Map<String, String> labels = routeLabels(seen, history, template);
        String hash = SpecHash.of(new Release.Fingerprint(template, restartedAt, labels));
        Origin origin = new Origin.OfTemplate();
        return history.byHash(hash, config(seen, template))
                .map(known -> new TargetRelease(known, true, origin))
                .orElseGet(() -> {
                    Optional<Release> same = history.target()
                            .filter(before -> before.spec().template().equals(template)
                                    && Objects.equals(before.spec().restartedAt(), restartedAt));
                    Map<String, String> annotations = app.metadata().annotations();
                    Release.Spec made = new Release.Spec(
                            app.metadata().name(),
                            nextRevision(seen),
                            hash,
                            template,
                            restartedAt,
                            same.isPresent() ? null : annotations.get(Labels.CHANGED_BY),
                            same.isPresent() ? unasked(same.get(), labels) : annotations.get(Labels.CHANGE_CAUSE),
                            labels);
                    return new TargetRelease(create(app, made), false, origin);
                });
    }

    /** Why there is another revision though the Application is the same. */
    private static String unasked(Release before, Map<String, String> labels) {
        return before.spec().routeLabels().equals(labels)
                ? "a Secret or ConfigMap that it takes variables or files from has changed"
                : "the labels that its Domains ask for have changed";
    }

    /** Empty when it does not matter. */
    private static Optional<String> config(ApplicationSnapshot seen, ContainerTemplate template) {
        return switch (seen.application().spec().strategy().configChanges()) {
            case Rollout -> seen.config().of(template);
            case Ignore -> Optional.empty();
        };
    }

    /** What Domains ask for; while that is not settled, what the last target has. */
    private static Map<String, String> routeLabels(
            ApplicationSnapshot seen, History history, ContainerTemplate template) {
        return seen.routeLabels()
                .of(template)
                .orElseGet(() -> history.target()
                        .map(before -> before.spec().routeLabels())
                        .orElse(Map.of()));
    }

    private static TargetRelease rollback(ApplicationSnapshot seen, History history, int revision) {
        Optional<Release> wanted = history.find(revision);
        if (wanted.isPresent()) {
            return again(seen, history, wanted.get());
        }
        Origin refused = new Origin.NotKept(revision, history.revisions());
        return history.target()
                .map(before -> new TargetRelease(before, true, refused))
                .orElseGet(() -> {
                    TargetRelease first = ofTemplate(seen, history);
                    return new TargetRelease(first.release(), first.exists(), refused);
                });
    }

    /**
     * An earlier revision; or its template with the labels that Domains ask for by now, and with what Secrets and
     * ConfigMaps say by now: those are not rolled back.
     */
    private static TargetRelease again(ApplicationSnapshot seen, History history, Release wanted) {
        Release.Spec spec = wanted.spec();
        Origin origin = new Origin.Requested(spec.revision());
        Map<String, String> labels = routeLabels(seen, history, spec.template());
        Optional<String> config = config(seen, spec.template());
        if (spec.routeLabels().equals(labels) && History.isCurrent(wanted, config)) {
            return new TargetRelease(wanted, true, origin);
        }
        String hash = SpecHash.of(new Release.Fingerprint(spec.template(), spec.restartedAt(), labels));
        return history.byHash(hash, config)
                .map(known -> new TargetRelease(known, true, origin))
                .orElseGet(() -> new TargetRelease(
                        create(
                                seen.application(),
                                new Release.Spec(
                                        spec.application(),
                                        nextRevision(seen),
                                        hash,
                                        spec.template(),
                                        spec.restartedAt(),
                                        spec.author(),
                                        "release %d with its Domains, Secrets and ConfigMaps as they are now"
                                                .formatted(spec.revision()),
                                        labels)),
                        false,
                        origin));
    }

    /** Whether the last rollout went to this revision, failed, and was not to be left like that. */
    private static boolean failed(Application app, int revision) {
        Rollout last = app.status() == null ? null : app.status().rollout();
        if (last == null || last.release() != revision) {
            return false;
        }
        return last.phase() == Phase.RolledBack
                || (last.phase() == Phase.Failed && app.spec().strategy().autoRollback());
    }

    int revision() {
        return release.spec().revision();
    }

    /** Going back is never made to wait: what is gone back to has proved itself. */
    boolean goesBack() {
        return origin instanceof Origin.Requested || origin instanceof Origin.AfterFailure;
    }

    List<ApiAction> creation() {
        return exists ? List.of() : List.of(new CreateRelease(release));
    }

    /** Above every revision that there is or that the status still speaks of, so that no number means two things. */
    private static int nextRevision(ApplicationSnapshot seen) {
        Application.Status status = seen.application().status();
        Stream<Integer> spoken = status == null
                ? Stream.of()
                : Stream.of(
                                Optional.ofNullable(status.currentRelease()),
                                Optional.ofNullable(status.targetRelease()),
                                Optional.ofNullable(status.rollout()).map(Rollout::release))
                        .flatMap(Optional::stream);
        IntStream used = IntStream.concat(
                IntStream.concat(
                        seen.releases().stream().mapToInt(r -> r.spec().revision()),
                        seen.containers().stream().mapToInt(c -> c.spec().release())),
                spoken.mapToInt(Integer::intValue));
        return used.max().orElse(0) + 1;
    }

    private static Release create(Application app, Release.Spec spec) {
        Map<String, String> labels =
                Map.of(Labels.APPLICATION, spec.application(), Labels.RELEASE, String.valueOf(spec.revision()));
        ObjectMeta metadata = ObjectMeta.toCreate(
                app.metadata().namespace(),
                Names.release(spec.application(), spec.revision()),
                labels,
                List.of(),
                List.of(owner(app)));
        return new Release(metadata, spec, null);
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
