/**
 * The kinds of {@code roadstead.dev/v1} as immutable records: the source of their CRDs and what controllers work on.
 *
 * <p>Collections are never null: absent ones read as empty and empty ones are not written.
 */
@NullMarked
package dev.roadstead.model;

import org.jspecify.annotations.NullMarked;
