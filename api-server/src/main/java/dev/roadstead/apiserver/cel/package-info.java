/**
 * The Common Expression Language, as Kubernetes speaks it in CustomResourceDefinitions and webhook configurations: types
 * from structural schemas, JSON trees as values, Kubernetes' function libraries, a budget for every evaluation,
 * and an estimate beforehand of what one can cost.
 *
 * <p>{@link dev.roadstead.apiserver.cel.Expression} is the way in. Only {@code CelEngine} and what it uses load the CEL
 * library, which takes the better part of a second; nothing here does before the first expression is compiled. Not there:
 * the {@code authorizer} variable, {@code format} objects, the two-variable macros, and set semantics of {@code ==} and
 * {@code +} on lists of type set or map (they keep their order here).
 */
@NullMarked
package dev.roadstead.apiserver.cel;

import org.jspecify.annotations.NullMarked;
