/** Servers that share the work, in simulated time. */
@NullMarked
package dev.roadstead.controller.lease;

import org.jspecify.annotations.NullMarked;
