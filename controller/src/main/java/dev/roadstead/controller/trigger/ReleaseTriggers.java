package dev.roadstead.controller.trigger;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.model.Application;
import dev.roadstead.model.Node;
import dev.roadstead.model.Release;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which Releases a change concerns: those whose image is still to be resolved. What says which server does that is also
 * what wakes them, for the one that did so far drops them without a word.
 */
public final class ReleaseTriggers {
    private final Lister<Release> releases;

    public ReleaseTriggers(Lister<Release> releases) {
        this.releases = releases;
    }

    public Set<String> release(@Nullable Release before, @Nullable Release after) {
        return after != null && isPending(after) ? Set.of(after.key()) : Set.of();
    }

    /** All, when a node comes, goes, is another one now or may have come into reach. */
    public Set<String> node(@Nullable Node before, @Nullable Node after) {
        return Changes.beyondStatus(before, after) || Changes.condition(before, after, "Ready")
                ? pending(release -> true)
                : Set.of();
    }

    /** Its own, when it may be placed elsewhere. */
    public Set<String> application(@Nullable Application before, @Nullable Application after) {
        if (!Changes.beyondStatus(before, after)) {
            return Set.of();
        }
        Application application = Changes.either(before, after);
        return pending(release ->
                release.spec().application().equals(application.metadata().name())
                        && Objects.equals(
                                release.metadata().namespace(),
                                application.metadata().namespace()));
    }

    private Set<String> pending(Predicate<Release> which) {
        return releases.all().stream()
                .filter(ReleaseTriggers::isPending)
                .filter(which)
                .map(Release::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isPending(Release release) {
        Release.Status status = release.status();
        return status == null || status.image() == null;
    }
}
