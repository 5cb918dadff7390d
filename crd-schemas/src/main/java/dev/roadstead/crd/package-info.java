/**
 * The words with which a record describes its schema, and the generator that turns records into CustomResourceDefinitions.
 *
 * <p>A component that is not {@code @Nullable}, has neither {@link Default} nor {@link MayBeAbsent}
 * and is no collection is required. The description
 * of every component is its {@link Doc}; {@code kubectl explain} prints it.
 */
@NullMarked
package dev.roadstead.crd;

import org.jspecify.annotations.NullMarked;
