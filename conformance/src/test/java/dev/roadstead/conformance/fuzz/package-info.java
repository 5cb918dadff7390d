/** x. */
@NullMarked
package dev.roadstead.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
