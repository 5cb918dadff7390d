package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.HostAction.EnsureNetwork;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.HostAction.RemoveNetwork;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentEffectsTest {
    private static final HostAction NETWORK = new EnsureNetwork("shop", Map.of("owner", "me"));

    private final List<HostAction> carriedOut = new ArrayList<>();
    private long now;
    private final RecentEffects recent = new RecentEffects(() -> now);

    @Test
    void whatWasThereAMomentAgoIsNotAskedForAgain() {
        run(NETWORK, NETWORK);

        assertThat(carriedOut).containsExactly(NETWORK);
    }

    @Test
    void afterAMomentItIsAskedFor() {
        run(NETWORK);
        now += Duration.ofSeconds(2).toNanos();
        run(NETWORK);

        assertThat(carriedOut).containsExactly(NETWORK, NETWORK);
    }

    @Test
    void effectsOnContainersAndImagesAreCarriedOutEachTime() {
        HostAction start = new StartContainer("c");
        HostAction pull = new PullImage("app:1", PullPolicy.IfNotPresent);
        run(start, start, pull, pull);

        assertThat(carriedOut).containsExactly(start, start, pull, pull);
    }

    @Test
    void aRemovedNetworkIsNotThereAnyMore() {
        HostAction removal = new RemoveNetwork("shop", "me");
        run(NETWORK, removal, NETWORK);

        assertThat(carriedOut).containsExactly(NETWORK, removal, NETWORK);
    }

    /** Somebody may have taken away what it counted on. */
    @Test
    void afterAFailureNothingIsTakenForGranted() {
        run(NETWORK);
        assertThatThrownBy(() -> recent.run(new StartContainer("c"), () -> {
                    throw new HostException(HostException.Kind.ENGINE, "network shop not found", null);
                }))
                .isInstanceOf(HostException.class);
        run(NETWORK);

        assertThat(carriedOut).containsExactly(NETWORK, NETWORK);
    }

    private void run(HostAction... actions) {
        for (HostAction action : actions) {
            recent.run(action, () -> carriedOut.add(action));
        }
    }
}
