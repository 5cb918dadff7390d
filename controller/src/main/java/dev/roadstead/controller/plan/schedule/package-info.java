/**
 * When something that recurs is due. A {@link dev.roadstead.controller.plan.schedule.Cron} is five fields in a time zone;
 * a {@link dev.roadstead.controller.plan.schedule.Schedule} is one with a delay that is an object's own, and says whether
 * a run is due that was not made. Pure.
 *
 * <p>Own and not cron-utils: plans use nothing but the model and Java, and days on which clocks change need rules that it
 * does not have.
 */
@NullMarked
package dev.roadstead.controller.plan.schedule;

import org.jspecify.annotations.NullMarked;
