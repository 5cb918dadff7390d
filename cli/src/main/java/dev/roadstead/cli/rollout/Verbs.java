package dev.roadstead.cli.rollout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollback;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Release;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What each verb changes in an Application's spec, as a merge patch; refused where it would mean nothing. Pure. */
public final class Verbs {
    private Verbs() {}

    public static ObjectNode pause(boolean paused) {
        return spec(spec -> spec.put("paused", paused));
    }

    public static ObjectNode stop(boolean stopped) {
        DesiredState state = stopped ? DesiredState.Stopped : DesiredState.Running;
        return spec(spec -> spec.put("desiredState", state.name()));
    }

    /**
     * Has all containers replaced.
     *
     * @throws CliException while a rollback holds: its release stays as it is, so nothing would be replaced
     */
    public static ObjectNode restart(Application application, Instant now) {
        Rollback rollback = application.spec().rollback();
        if (rollback != null) {
            throw new CliException("release %d is held by a rollback, so a restart would replace nothing; "
                            .formatted(rollback.toRelease())
                    + command("undo --end", application) + " uses the template again");
        }
        return spec(spec ->
                spec.put("restartedAt", now.truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    /** Follows spec.template again. */
    public static ObjectNode endRollback() {
        return spec(spec -> spec.putNull("rollback"));
    }

    /**
     * Goes back to a release.
     *
     * @param revision null: the last one that was rolled out completely before the present one
     * @throws CliException if it is not kept, or there is none
     */
    public static ObjectNode undo(Application application, List<Release> releases, @Nullable Integer revision) {
        int back = revision == null ? previous(application, releases) : kept(releases, revision);
        return goBack(application, back);
    }

    /**
     * Goes back to the release that was complete before the rollout that is under way.
     *
     * @throws CliException if none is under way, or nothing was complete before
     */
    public static ObjectNode abort(Application application) {
        Rollout rollout = rollout(application);
        Integer current =
                application.status() == null ? null : application.status().currentRelease();
        if (rollout.phase() == Phase.Complete || rollout.phase() == Phase.RolledBack) {
            throw new CliException(
                    "no rollout is under way; " + command("undo", application) + " goes back to the release before");
        }
        if (current == null || current == rollout.release()) {
            throw new CliException("there is no complete release to go back to; change the spec instead");
        }
        return goBack(application, current);
    }

    /**
     * Lets the rollout go on that waits for a person.
     *
     * @param full past all its manual pauses
     * @throws CliException if it does not wait
     */
    public static ObjectNode promote(Application application, boolean full) {
        Rollout rollout = rollout(application);
        if (rollout.phase() != Phase.AwaitingPromotion && !full) {
            throw new CliException(
                    "release %d does not wait for a promotion: %s".formatted(rollout.release(), rollout.message()));
        }
        return spec(spec -> {
            ObjectNode promotion = spec.putObject("promotion").put("release", rollout.release());
            if (full || rollout.step() == null) {
                promotion.putNull("step");
            } else {
                promotion.put("step", rollout.step());
            }
        });
    }

    /** Ends a pause, which would hold the present release instead: going back is never made to wait. */
    private static ObjectNode goBack(Application application, int revision) {
        return spec(spec -> {
            spec.putObject("rollback").put("toRelease", revision);
            if (application.spec().paused()) {
                spec.put("paused", false);
            }
        });
    }

    private static Rollout rollout(Application application) {
        Rollout rollout =
                application.status() == null ? null : application.status().rollout();
        if (rollout == null) {
            throw new CliException("the controllers have not seen %s yet; try again in a moment"
                    .formatted(application.metadata().name()));
        }
        return rollout;
    }

    private static int previous(Application application, List<Release> releases) {
        Application.Status status = application.status();
        Integer target = status == null ? null : status.targetRelease();
        Integer current = status == null ? null : status.currentRelease();
        if (current != null && !current.equals(target)) {
            return current;
        }
        Optional<Integer> before = releases.stream()
                .filter(release -> release.status() != null
                        && release.status().outcome() != null
                        && release.status().outcome().phase() == Phase.Complete)
                .filter(release -> !differsByLabelsOnly(release, releases, target))
                .map(release -> release.spec().revision())
                .filter(revision -> target == null || revision < target)
                .max(Comparator.naturalOrder());
        return before.orElseThrow(() -> new CliException("there is no earlier release that was rolled out; "
                + command("history", application) + " shows what is kept"));
    }

    /** Hostnames of Domains are not rolled back, so going back to such a release would change nothing. */
    private static boolean differsByLabelsOnly(Release release, List<Release> releases, @Nullable Integer target) {
        return releases.stream()
                .filter(other -> Integer.valueOf(other.spec().revision()).equals(target))
                .anyMatch(other -> other.spec().template().equals(release.spec().template())
                        && Objects.equals(
                                other.spec().restartedAt(), release.spec().restartedAt()));
    }

    private static int kept(List<Release> releases, int revision) {
        List<Integer> kept = releases.stream()
                .map(release -> release.spec().revision())
                .sorted()
                .toList();
        if (!kept.contains(revision)) {
            throw new CliException("there is no release %d; kept are %s".formatted(revision, kept));
        }
        return revision;
    }

    /** A command about the Application to type next. */
    static String command(String verb, Application application) {
        return Invocation.of("rollout " + verb + " " + application.metadata().name() + " -n "
                + application.metadata().namespace());
    }

    private static ObjectNode spec(Consumer<ObjectNode> change) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        change.accept(patch.putObject("spec"));
        return patch;
    }
}
