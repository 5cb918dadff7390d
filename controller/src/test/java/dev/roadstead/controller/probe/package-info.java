/** Tests of the probes. */
@NullMarked
package dev.roadstead.controller.probe;

import org.jspecify.annotations.NullMarked;
