/**
 * Decisions: desired and observed state in, actions and status out. Pure: no clock, no ids, no I/O, no logger.
 *
 * <p>{@link dev.roadstead.controller.plan.ApplicationPlanner} turns an Application into Releases and Containers bound
 * to nodes; {@link dev.roadstead.controller.plan.ContainerPlanner} turns one Container into effects on its engine.
 * Neither remembers anything: where a rollout or a restart stands is read from the objects and the engine each time, so
 * a controller that was killed anywhere goes on from what it finds.
 */
@NullMarked
package dev.roadstead.controller.plan;

import org.jspecify.annotations.NullMarked;
