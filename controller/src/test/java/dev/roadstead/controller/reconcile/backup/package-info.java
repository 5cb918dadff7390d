/** Backups in a world in memory, undisturbed and killed anywhere. */
@NullMarked
package dev.roadstead.controller.reconcile.backup;

import org.jspecify.annotations.NullMarked;
