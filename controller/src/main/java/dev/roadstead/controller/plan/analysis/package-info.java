/**
 * How the new release of a canary answers: what edges have counted, what of it is judged, and the verdict.
 *
 * <p>All values are immutable. Edges count from the start of their process, so what counts is the difference of two looks.
 */
@NullMarked
package dev.roadstead.controller.plan.analysis;

import org.jspecify.annotations.NullMarked;
