/**
 * What becomes of an object: created, read, changed, deleted, under the rules of the Kubernetes API conventions.
 *
 * <p>Every change is the same loop: read the current state, compute the next one with pure rules ({@link
 * dev.roadstead.apiserver.registry.UpdateRules}, {@link dev.roadstead.apiserver.registry.DeleteRules}), admit it, write it
 * on the condition that the state read is still the current one; when it is not, begin again. {@link
 * dev.roadstead.apiserver.registry.ConflictRetry} is the loop, {@link dev.roadstead.apiserver.registry.ObjectWriter} writes,
 * {@link dev.roadstead.apiserver.registry.Changes} is what an attempt does, {@link
 * dev.roadstead.apiserver.registry.Creations} the same for objects that are new, and {@link
 * dev.roadstead.apiserver.registry.ServerSideApply} chooses between the two.
 *
 * <p>What must follow from a deletion later (the content of a namespace, the instances of a definition, the dependents of
 * an owner) is derived from stored state by background workers, which may be killed at any time.
 */
@NullMarked
package dev.roadstead.apiserver.registry;

import org.jspecify.annotations.NullMarked;
