/** What is measured, one class each. */
@NullMarked
package dev.roadstead.bench.scenario;

import org.jspecify.annotations.NullMarked;
