/**
 * Who owns which field of an object ({@code metadata.managedFields}), and server-side apply, which follows from it
 * (Kubernetes, "Server-Side Apply").
 *
 * <p>A {@link dev.roadstead.apiserver.managedfields.FieldSet} is a set of paths, kept as a tree; it is stored in the format
 * FieldsV1. {@link dev.roadstead.apiserver.managedfields.ManagedFields} gives each manager its set. A write changes them
 * by the difference that it makes ({@link dev.roadstead.apiserver.managedfields.Comparison}); an apply says what its
 * manager owns from now on, and what it owned before and nobody owns any more goes.
 *
 * <p>All of it is pure: trees that come in are not modified, and trees that go out may share parts with them.
 */
@NullMarked
package dev.roadstead.apiserver.managedfields;

import org.jspecify.annotations.NullMarked;
