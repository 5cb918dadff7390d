package dev.roadstead.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.model.Application;
import dev.roadstead.model.Json;
import dev.roadstead.model.Release;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerbsTest {
    private static final List<Release> HISTORY =
            List.of(release(3, "Complete"), release(4, "RolledBack"), release(5, "Complete"), release(6, "Failed"));

    @Test
    void undoGoesToTheCompleteReleaseBeforeThePresentOne() {
        assertThat(Verbs.undo(application(5, 5, "Complete", ""), HISTORY, null))
                .hasToString("{\"spec\":{\"rollback\":{\"toRelease\":3}}}");
        assertThat(Verbs.undo(application(5, 6, "Failed", ""), HISTORY, null))
                .as("what failed never was the present one")
                .hasToString("{\"spec\":{\"rollback\":{\"toRelease\":5}}}");
        assertThat(Verbs.undo(application(5, 5, "Complete", ""), HISTORY, 4))
                .hasToString("{\"spec\":{\"rollback\":{\"toRelease\":4}}}");
    }

    @Test
    void undoPassesOverReleasesThatDifferByTheLabelsOfDomainsOnly() {
        List<Release> relabelled = List.of(
                release(3, "app:3", "Complete"), release(4, "app:4", "Complete"), release(5, "app:4", "Complete"));
        assertThat(Verbs.undo(application(5, 5, "Complete", ""), relabelled, null))
                .hasToString("{\"spec\":{\"rollback\":{\"toRelease\":3}}}");
    }

    @Test
    void undoRefusesWhatIsNotThere() {
        assertThatThrownBy(() -> Verbs.undo(application(5, 5, "Complete", ""), HISTORY, 9))
                .isInstanceOf(CliException.class)
                .hasMessage("there is no release 9; kept are [3, 4, 5, 6]");
        assertThatThrownBy(() -> Verbs.undo(application(3, 3, "Complete", ""), HISTORY, null))
                .hasMessageContaining("no earlier release");
    }

    @Test
    void promoteEndsTheStepThatWaits() {
        Application waiting = application(5, 6, "AwaitingPromotion", "\"step\": 1,");
        assertThat(Verbs.promote(waiting, false)).hasToString("{\"spec\":{\"promotion\":{\"release\":6,\"step\":1}}}");
        assertThat(Verbs.promote(waiting, true))
                .hasToString("{\"spec\":{\"promotion\":{\"release\":6,\"step\":null}}}");
        assertThatThrownBy(() -> Verbs.promote(application(5, 6, "Progressing", ""), false))
                .hasMessage("release 6 does not wait for a promotion: how it goes");
    }

    @Test
    void abortGoesBackToWhatWasComplete() {
        assertThat(Verbs.abort(application(5, 6, "Progressing", "")))
                .hasToString("{\"spec\":{\"rollback\":{\"toRelease\":5}}}");
        assertThatThrownBy(() -> Verbs.abort(application(5, 5, "Complete", "")))
                .hasMessageContaining("no rollout is under way");
        assertThatThrownBy(() -> Verbs.abort(application(6, 6, "Progressing", "")))
                .hasMessageContaining("no complete release");
    }

    @Test
    void restartWritesTheTimeInSeconds() {
        assertThat(Verbs.restart(application(5, 5, "Complete", ""), Instant.parse("2026-01-02T03:04:05.678Z")))
                .hasToString("{\"spec\":{\"restartedAt\":\"2026-01-02T03:04:05Z\"}}");
    }

    @Test
    void goingBackEndsAPause() {
        Application paused = application("\"paused\": true,", 5, 6, "Paused", "");
        assertThat(Verbs.undo(paused, HISTORY, null))
                .hasToString("{\"spec\":{\"rollback\":{\"toRelease\":5},\"paused\":false}}");
        assertThat(Verbs.abort(paused)).hasToString("{\"spec\":{\"rollback\":{\"toRelease\":5},\"paused\":false}}");
    }

    @Test
    void restartIsRefusedWhileARollbackHolds() {
        Application held = application("\"rollback\": {\"toRelease\": 3},", 3, 3, "Complete", "");
        assertThatThrownBy(() -> Verbs.restart(held, Instant.EPOCH))
                .isInstanceOf(CliException.class)
                .hasMessage("release 3 is held by a rollback, so a restart would replace nothing; "
                        + "'roadstead rollout undo --end web -n shop' uses the template again");
    }

    @Test
    void theHistoryIsATable() {
        assertThat(HistoryTable.lines(List.of())).containsExactly("there is no release yet");
        assertThat(HistoryTable.lines(HISTORY).subList(0, 3))
                .containsExactly(
                        "RELEASE  OUTCOME     STARTED               TOOK   AUTHOR  IMAGE  CAUSE",
                        "3        Complete    2026-01-02T03:00:00Z  1m15s  ann     app:3  -",
                        "4        RolledBack  2026-01-02T03:00:00Z  1m15s  ann     app:4  -");
    }

    @Test
    void progressOfAnOlderSpecDoesNotCount() {
        assertThat(Progress.of(application(5, 5, "Complete", "")).end()).isEqualTo(Progress.End.COMPLETE);
        assertThat(Progress.of(application(5, 6, "RolledBack", "")).end()).isEqualTo(Progress.End.FAILED);
        Application changed = read(Application.class, """
                {"metadata": {"name": "web", "generation": 3}, "spec": {"template": {"image": "app"}},
                 "status": {"observedGeneration": 2, "conditions": []}}""");
        assertThat(Progress.of(changed)).isEqualTo(new Progress(Progress.End.OPEN, "not seen by the controllers yet"));
    }

    private static Application application(int current, int target, String phase, String step) {
        return application("", current, target, phase, step);
    }

    private static Application application(String steering, int current, int target, String phase, String step) {
        return read(Application.class, """
                {"metadata": {"name": "web", "namespace": "shop", "generation": 2},
                 "spec": {"replicas": 1, %s "template": {"image": "app:1"}},
                 "status": {"observedGeneration": 2, "currentRelease": %d, "targetRelease": %d, "conditions": [],
                            "rollout": {"phase": "%s", "release": %d, %s "startedAt": "2026-01-02T03:00:00Z",
                                        "lastProgressAt": "2026-01-02T03:00:00Z", "message": "how it goes"}}}""".formatted(steering, current, target, phase, target, step));
    }

    private static Release release(int revision, String phase) {
        return release(revision, "app:" + revision, phase);
    }

    private static Release release(int revision, String image, String phase) {
        return read(Release.class, """
                {"metadata": {"name": "web-%d", "namespace": "shop"},
                 "spec": {"application": "web", "revision": %d, "templateHash": "x", "author": "ann",
                          "template": {"image": "%s"}},
                 "status": {"outcome": {"phase": "%s", "startedAt": "2026-01-02T03:00:00Z",
                                        "finishedAt": "2026-01-02T03:01:15Z", "message": ""}}}""".formatted(revision, revision, image, phase));
    }

    private static <T> T read(Class<T> type, String json) {
        try {
            return Json.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
