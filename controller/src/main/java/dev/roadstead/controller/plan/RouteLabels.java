package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate;
import java.util.Map;
import java.util.Optional;

/** What Domains have the containers of an Application carry, for a router that reads the labels of Docker containers. */
@FunctionalInterface
public interface RouteLabels {
    /** No Domain asks for any. */
    RouteLabels NONE = template -> Optional.of(Map.of());

    /**
     * The labels of a container that is made from a template. Empty while a Domain waits for its verdict: then labels
     * stay as they are, so that nothing is replaced to be replaced once more.
     */
    Optional<Map<String, String>> of(ContainerTemplate template);
}
