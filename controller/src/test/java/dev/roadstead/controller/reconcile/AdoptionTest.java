package dev.roadstead.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Foreign;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.ObservedContainer.State;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Containers that somebody else made are taken over as they are, and only when that was asked for and fits. */
class AdoptionTest {
    private static final Apps APP = Apps.of(2, "app:1");

    private final World world = new World();

    @Test
    void whatFitsIsTakenOverWithoutBeingTouchedAndIsThenKept() {
        Foreign.permit(world);
        String[] ids = Foreign.running(world, "one", "two");
        ObservedContainer before = docker("one").orElseThrow();
        world.submit(APP.adopting("a", ids));
        world.settle();

        assertThat(world.host().names()).containsExactlyInAnyOrder("one", "two");
        ObservedContainer after = docker("one").orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.startedAt()).isEqualTo(before.startedAt());
        assertThat(after.networks().keySet()).containsExactlyInAnyOrder("theirs", "roadstead.shop");
        assertThat(after.networks().get("roadstead.shop"))
                .isNotNull()
                .satisfies(attachment -> assertThat(attachment.aliases()).containsExactly("web", "web-1-0"));
        assertThat(after.granted().restarted()).isFalse();
        assertThat(world.summary().get("application")).startsWith("2 of 2").contains("Ready=True");
        assertThat(world.container("web-1-0").status())
                .isNotNull()
                .satisfies(status -> assertThat(status.containerID()).isEqualTo(ids[0]));

        world.host().exit("one", 1);
        world.settle();
        assertThat(docker(ids[0]).orElseThrow().state()).isEqualTo(State.RUNNING);
        world.host().rename("one", "renamed");
        world.settle();
        assertThat(world.host().names()).containsExactlyInAnyOrder("renamed", "two");
    }

    @Test
    void theNextReleaseReplacesThemAndARollbackMakesOnesOfOurOwn() {
        adopted();
        world.submit(APP.image("app:2").adopting("a", ids));
        world.settle();
        assertThat(world.host().names()).containsExactlyInAnyOrder("shop.web.2.0", "shop.web.2.1");
        world.submit(APP.image("app:2").adopting("a", ids).rollback(1));
        world.settle();
        assertThat(world.host().names()).containsExactlyInAnyOrder("shop.web.1.0", "shop.web.1.1");
    }

    @Test
    void deletionRemovesWhatWasTakenOverAndNothingElse() {
        adopted();
        Foreign.running(world, "bystander");
        world.delete();
        world.settle();
        assertThat(world.host().names()).containsExactly("bystander");
    }

    @Test
    void whatDoesNotFitGoesOnUntouchedAndTheStatusSaysWhatDiffers() {
        Foreign.permit(world);
        ids = Foreign.running(world, "one", "two");
        world.submit(APP.image("app:2").adopting("a", ids));
        world.settle();
        assertUntouched();
        assertThat(ready("web-1-0"))
                .contains("NotAdopted", "Docker container one is not taken over", "its image is app:1");
        assertThat(world.summary().get("application")).contains("Ready=False/NotAdopted", "Degraded=True/NotAdopted");
        world.delete();
        world.settle();
        assertUntouched();
    }

    @Test
    void aTemplateThatIsSetRightAdoptsAfterAll() {
        Foreign.permit(world);
        ids = Foreign.running(world, "one");
        world.submit(APP.replicas(1).image("app:2").adopting("a", ids));
        world.settle();
        world.submit(APP.replicas(1).adopting("a", ids));
        world.settle();
        assertThat(world.host().names()).containsExactly("one");
        assertThat(world.summary().get("application")).startsWith("1 of 1").contains("Ready=True");
    }

    @Test
    void withoutTheNamespacesLeaveNothingIsTakenOver() {
        ids = Foreign.running(world, "one", "two");
        world.submit(APP.adopting("a", ids));
        world.settle();
        assertUntouched();
        assertThat(ready("web-1-0")).contains("roadstead.dev/policy=privileged");
        Foreign.permit(world);
        world.advance(Duration.ofMinutes(1));
        world.settle();
        assertThat(world.summary().get("application")).startsWith("2 of 2").contains("Ready=True");
    }

    @Test
    void whatIsGoneIsMadeAndOneMadeAnewByHandUnderItsNameIsForeign() {
        adopted();
        world.host().vanish("one");
        Foreign.running(world, "one");
        world.settle();
        assertThat(world.host().names()).containsExactlyInAnyOrder("one", "two", "shop.web.1.0");
        world.delete();
        world.settle();
        assertThat(world.host().names()).containsExactly("one");
    }

    @Test
    void oneThatIsGoneBeforeItWasTakenOverIsMadeAndSaidToBe() {
        Foreign.permit(world);
        ids = Foreign.running(world, "one");
        world.host().vanish("one");
        world.submit(APP.replicas(1).adopting("a", ids));
        world.settle();
        assertThat(world.host().names()).containsExactly("shop.web.1.0");
        assertThat(world.events()).anySatisfy(event -> assertThat(event).contains("NotAdopted", "created"));
    }

    @Test
    void aBackupHoldsWhatWasTakenOver() {
        adopted();
        world.quiesce("web-1-0", new Container.Quiesce("VolumeBackup/b", Container.Quiesce.How.Pause));
        world.settle();
        assertThat(docker("one").orElseThrow().state()).isEqualTo(State.PAUSED);
        world.quiesce("web-1-0", null);
        world.settle();
        assertThat(docker("one").orElseThrow().state()).isEqualTo(State.RUNNING);
    }

    private String[] ids = {};

    private void adopted() {
        Foreign.permit(world);
        ids = Foreign.running(world, "one", "two");
        world.submit(APP.adopting("a", ids));
        world.settle();
        assertThat(world.host().names()).containsExactlyInAnyOrder("one", "two");
    }

    private void assertUntouched() {
        assertThat(world.host().running().keySet()).isEqualTo(Set.of("one", "two"));
        assertThat(world.host().networksOf("one")).containsExactly("theirs");
        assertThat(docker("one").orElseThrow().granted().restarted()).isTrue();
    }

    private Optional<ObservedContainer> docker(String nameOrId) {
        return world.host().container(nameOrId);
    }

    private String ready(String container) {
        Container.Status status = world.container(container).status();
        Condition ready = status == null ? null : status.conditions().getFirst();
        return ready == null ? "" : ready.reason() + ": " + ready.message();
    }
}
