/**
 * Long work in the background: what takes minutes or hours (a backup, a restore, a move) and must hold up no pass.
 *
 * <p>A pass {@linkplain dev.roadstead.controller.run.Runs#enter asks for a place}, {@linkplain
 * dev.roadstead.controller.run.Runs#start starts} a piece of work when it has one, goes away, is woken when the piece has
 * ended, reads what came of it, perhaps starts the next piece, and {@linkplain dev.roadstead.controller.run.Runs#drop
 * gives the place back}. Runs are memory and no truth: after a restart there are none, and whoever finds an object whose
 * work was under way begins again or gives up.
 */
@NullMarked
package dev.roadstead.controller.run;

import org.jspecify.annotations.NullMarked;
