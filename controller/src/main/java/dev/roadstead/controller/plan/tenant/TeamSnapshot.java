package dev.roadstead.controller.plan.tenant;

import dev.roadstead.model.Application;
import dev.roadstead.model.Team;
import dev.roadstead.model.User;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is decided from about a Team.
 *
 * @param membership of its Organization
 * @param users all that there are
 * @param areas of each Project of the Organization that has namespaces, by its name
 */
public record TeamSnapshot(Team team, Membership membership, List<User> users, Map<String, List<Area>> areas) {
    /**
     * A namespace of a Project.
     *
     * @param environment null for the Project's own
     * @param leftOver whether the Project asks for it no more, so that nobody may do more than look there
     * @param applications that are in it
     */
    public record Area(
            String namespace, @Nullable String environment, boolean leftOver, List<Application> applications) {}
}
