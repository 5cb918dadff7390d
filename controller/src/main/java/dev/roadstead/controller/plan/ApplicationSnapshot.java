package dev.roadstead.controller.plan;

import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Release;
import java.time.Instant;
import java.util.List;

/**
 * What the decision about one Application is made from.
 *
 * @param releases those whose spec names the application
 * @param containers those whose spec names the application, with their status
 * @param candidates all nodes, each with all containers that are bound to it
 * @param quotas of its namespace
 * @param policy what its containers may do on their hosts
 */
public record ApplicationSnapshot(
        Application application,
        List<Release> releases,
        List<Container> containers,
        List<Candidate> candidates,
        List<Quota> quotas,
        PolicyLevel policy,
        Instant now) {}
