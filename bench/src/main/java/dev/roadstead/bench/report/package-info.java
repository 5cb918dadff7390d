/** Figures of several runs, their medians, targets and the ways they are shown. */
@NullMarked
package dev.roadstead.bench.report;

import org.jspecify.annotations.NullMarked;
