/** x. */
@NullMarked
package dev.roadstead.conformance.patch;

import org.jspecify.annotations.NullMarked;
