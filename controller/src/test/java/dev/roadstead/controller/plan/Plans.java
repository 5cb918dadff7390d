package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.CreateContainer;
import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.controller.plan.ApiAction.PatchContainerRouting;
import java.util.List;

/** What a plan does, by the names of containers. */
final class Plans {
    private Plans() {}

    static List<String> created(ApplicationPlan plan) {
        return plan.actions().stream()
                .filter(CreateContainer.class::isInstance)
                .map(action -> ((CreateContainer) action).container().metadata().name())
                .toList();
    }

    static List<String> deleted(ApplicationPlan plan) {
        return plan.actions().stream()
                .filter(DeleteContainer.class::isInstance)
                .map(action -> ((DeleteContainer) action).container().metadata().name())
                .toList();
    }

    /** In order: +name for one that comes into routing, -name for one that goes out. */
    static List<String> routing(ApplicationPlan plan) {
        return plan.actions().stream()
                .filter(PatchContainerRouting.class::isInstance)
                .map(PatchContainerRouting.class::cast)
                .map(patch -> (patch.routed() ? "+" : "-")
                        + patch.container().metadata().name())
                .toList();
    }
}
