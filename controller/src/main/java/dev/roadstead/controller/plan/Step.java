package dev.roadstead.controller.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a strategy does now to come nearer to its target.
 *
 * @param obstacle why a container that is missing can be placed nowhere
 * @param remark what else people should know about how it goes on
 */
record Step(List<ApiAction> actions, Optional<String> obstacle, Optional<String> remark, Stage stage) {
    static final Step NONE = of(List.of());

    Step(List<ApiAction> actions, Optional<String> obstacle, Optional<String> remark) {
        this(actions, obstacle, remark, Stage.GOING);
    }

    static Step of(List<ApiAction> actions) {
        return new Step(List.copyOf(actions), Optional.empty(), Optional.empty());
    }

    Step at(Stage other) {
        return new Step(actions, obstacle, remark, other);
    }

    /** Both at once: what one does and what the other does. */
    Step and(Step other) {
        List<ApiAction> both =
                Stream.concat(actions.stream(), other.actions.stream()).toList();
        return new Step(both, obstacle.or(() -> other.obstacle), remark.or(() -> other.remark), stage);
    }
}
