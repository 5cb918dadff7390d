package dev.roadstead.controller.plan;

import java.util.List;
import java.util.Optional;

/**
 * What a strategy does now to come nearer to its target.
 *
 * @param obstacle why a container that is missing can be placed nowhere
 * @param remark what else people should know about how it goes on
 */
record Step(List<ApiAction> actions, Optional<String> obstacle, Optional<String> remark) {
    static final Step NONE = new Step(List.of(), Optional.empty(), Optional.empty());

    static Step of(List<ApiAction> actions) {
        return new Step(List.copyOf(actions), Optional.empty(), Optional.empty());
    }
}
