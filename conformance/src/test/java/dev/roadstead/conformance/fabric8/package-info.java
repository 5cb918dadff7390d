/** x. */
@NullMarked
package dev.roadstead.conformance.fabric8;

import org.jspecify.annotations.NullMarked;
