/**
 * Keeps the Docker volume of a Volume: gather, plan, apply, commit.
 *
 * <p>A Docker volume is made before the Volume's status names it, and never a second time: what the status names and the
 * engine does not have is lost. Docker volumes that no Volume speaks for are retained: the Node's status lists them, and
 * nothing removes them.
 */
@NullMarked
package dev.roadstead.controller.reconcile.volume;

import org.jspecify.annotations.NullMarked;
