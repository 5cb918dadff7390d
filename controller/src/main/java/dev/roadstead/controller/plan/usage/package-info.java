/**
 * Metering. An {@code Account} is what was observed of a Project since its {@code UsageReport} was written last; {@code
 * Reports} adds it to what the report says. Both are values: whoever loses one observes again from where the report ends.
 */
@NullMarked
package dev.roadstead.controller.plan.usage;

import org.jspecify.annotations.NullMarked;
