package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.plan.ObservedContainer.State;
import dev.roadstead.model.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrphansTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void theContainerOfACheckIsNobodysOrphanAndGoesWhenItsTimeIsOver() {
        OwnedContainer working = check("working", "2026-11-21T12:00:01Z");
        OwnedContainer left = check("left", "2026-11-21T11:59:59Z");
        OwnedContainer odd = check("odd", "tomorrow");
        OwnedContainer orphan = new OwnedContainer("orphan", "orphan", Map.of(), State.RUNNING, null);
        List<OwnedContainer> all = List.of(working, left, odd, orphan);

        assertThat(Orphans.suspects(all, List.of(), "a")).containsExactly(orphan);
        assertThat(Orphans.overdueChecks(all, NOW)).containsExactly(left);
    }

    private static OwnedContainer check(String name, String until) {
        return new OwnedContainer(name, name, Map.of(Labels.CHECK_UNTIL, until), State.EXITED, null);
    }
}
