/** Restores and moves in a world in memory, undisturbed and killed anywhere. */
@NullMarked
package dev.roadstead.controller.reconcile.transfer;

import org.jspecify.annotations.NullMarked;
