/**
 * Fuzz targets for everything that reads what strangers send. Whatever the bytes are: a value or an ApiException, within
 * {@link dev.roadstead.conformance.fuzz.Bounds}. A build runs each for a few seconds, {@code make fuzz} for as long as
 * wanted; each target is a class of its own because Jazzer fuzzes one target in a JVM.
 */
@NullMarked
package dev.roadstead.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
