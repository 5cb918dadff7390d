package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.model.Container;
import dev.roadstead.model.Strategy.ConfigChanges;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a template takes from Secrets and ConfigMaps is part of what it stands for. */
class ConfigChangesTest {
    private static final Apps SPEC = Apps.of(2, "app:1");

    @Test
    void anotherContentIsRolledOutLikeAnotherTemplate() {
        Fleet fleet = running(SPEC, "one");
        assertThat(fleet.release(1).known().configDigest()).isEqualTo("one");

        says(fleet, "two");
        fleet.pass();
        assertThat(fleet.names()).as("step by step").containsExactly("web-1-0", "web-1-1", "web-2-0");
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0", "web-2-1");
        assertThat(fleet.release(2).spec().cause()).contains("Secret or ConfigMap");
        assertThat(fleet.release(2).spec().template())
                .isEqualTo(fleet.release(1).spec().template());
        assertThat(fleet.release(2).known().configDigest()).isEqualTo("two");
        assertThat(fleet.pass().actions()).isEmpty();
    }

    @Test
    void contentThatIsAsBeforeHasItsReleaseAlready() {
        Fleet fleet = running(SPEC, "one");
        says(fleet, "two");
        fleet.converge();
        says(fleet, "one");
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1");
    }

    /** A Secret that comes after what uses it changes nothing: containers waited for it. */
    @Test
    void whatIsMissingAtFirstIsTakenWhenItComes() {
        Fleet fleet = new Fleet(SPEC, Nodes.ready("a"));
        fleet.pass();
        fleet.pass();
        assertThat(fleet.release(1).known().configDigest()).isNull();
        says(fleet, "one");
        fleet.converge();
        assertThat(fleet.releases()).containsExactly("web-1");
        says(fleet, "two");
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0", "web-2-1");
    }

    @Test
    void whatIsNotKnownNowIsNoChange() {
        Fleet fleet = running(SPEC, "one");
        fleet.config(ConfigDigests.UNKNOWN);
        assertThat(fleet.pass().actions()).isEmpty();
    }

    @Test
    void whoTakesNoNoticeIsLeftAlone() {
        Fleet fleet = running(SPEC.configChanges(ConfigChanges.Ignore), "one");
        says(fleet, "two");
        assertThat(fleet.pass().actions()).isEmpty();
    }

    @Test
    void whatIsGoneBackToGetsWhatIsThereNow() {
        Fleet fleet = running(SPEC, "one");
        fleet.change(SPEC.image("app:2"));
        fleet.converge();
        says(fleet, "two");
        fleet.converge();
        fleet.change(SPEC.image("app:2").rollback(1));
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-4-0", "web-4-1");
        assertThat(fleet.release(4).spec().template().image()).isEqualTo("app:1");
        assertThat(fleet.release(4).spec().cause()).contains("release 1");
    }

    /** A Secret that breaks the application is not tried again and again. */
    @Test
    void contentThatFailsIsTakenBack() {
        Apps spec = SPEC.autoRollback(true);
        Fleet fleet = running(spec, "one");
        says(fleet, "bad");
        fleet.pass();
        fleet.observe(fleet.container("web-2-0"), Container.State.Pending, false, Reasons.IMAGE_PULL_FAILED);
        fleet.advance(Duration.ofMinutes(6));
        fleet.pass();
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1");
        assertThat(fleet.pass().actions()).isEmpty();
    }

    private static Fleet running(Apps spec, String digest) {
        Fleet fleet = new Fleet(spec, Nodes.ready("a"));
        says(fleet, digest);
        fleet.converge();
        return fleet;
    }

    private static void says(Fleet fleet, String digest) {
        fleet.config(template -> Optional.of(digest));
    }
}
