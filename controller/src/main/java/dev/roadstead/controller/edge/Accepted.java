package dev.roadstead.controller.edge;

import dev.roadstead.controller.plan.route.Backend;
import dev.roadstead.controller.plan.route.DomainRoutes;
import dev.roadstead.controller.plan.route.Routing.Certificate;
import dev.roadstead.model.Domain;
import org.jspecify.annotations.Nullable;

/**
 * A Domain that is routed, with all that its routes need.
 *
 * @param certificate null unless a Secret has it
 */
public record Accepted(DomainRoutes routes, @Nullable Certificate certificate) {
    String key() {
        return routes.domain().key();
    }

    Backend backend() {
        return Backend.of(routes.domain());
    }

    /** Which state of which object it is. */
    String version() {
        return version(routes.domain());
    }

    static String version(Domain domain) {
        return domain.metadata().uid() + "/" + domain.metadata().generation();
    }
}
