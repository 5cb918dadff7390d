package dev.roadstead.controller.plan;

import dev.roadstead.model.Application;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about an Application now.
 *
 * @param actions in this order; one that fails ends the pass
 * @param status as of the snapshot, before the actions
 * @param notes what the new status tells beside the actions
 * @param lookAgain when time alone may change the decision
 */
public record ApplicationPlan(
        List<ApiAction> actions, Application.Status status, List<Note> notes, Optional<Duration> lookAgain) {}
