package dev.roadstead.controller.plan;

import dev.roadstead.model.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about a Volume now.
 *
 * @param actions on the engine of its node, in this order; after them, what is there is decided upon again
 * @param status as far as it is known before the actions
 * @param notes to be recorded when the actions have worked
 * @param lookAgain when time alone may change the decision
 * @param released the Volume object may go, once the actions have worked
 */
public record VolumePlan(
        List<HostAction> actions,
        Volume.Status status,
        List<Note> notes,
        Optional<Duration> lookAgain,
        boolean released) {

    static VolumePlan rest(Volume.Status status, Duration lookAgain, Note... notes) {
        return new VolumePlan(List.of(), status, List.of(notes), Optional.of(lookAgain), false);
    }

    static VolumePlan act(Volume.Status status, List<HostAction> actions, Note... notes) {
        return new VolumePlan(actions, status, List.of(notes), Optional.empty(), false);
    }

    static VolumePlan release(Volume.Status status, Note... notes) {
        return new VolumePlan(List.of(), status, List.of(notes), Optional.empty(), true);
    }
}
