/**
 * Keeps the Docker container of a Container object as it asks for: gather, plan, apply, and again until nothing is left
 * to do; then the status is committed.
 */
@NullMarked
package dev.roadstead.controller.reconcile.container;

import org.jspecify.annotations.NullMarked;
