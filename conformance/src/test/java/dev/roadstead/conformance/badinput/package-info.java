/** x. */
@NullMarked
package dev.roadstead.conformance.badinput;

import org.jspecify.annotations.NullMarked;
