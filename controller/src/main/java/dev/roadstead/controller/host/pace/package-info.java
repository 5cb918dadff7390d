/**
 * Gives each engine as many calls at once as it is good at.
 *
 * <p>Making and removing containers is work that an engine does on its host's processors: beyond a few at once they only
 * take longer, and what is urgent waits behind them. How many are good depends on the host, so it is found by feedback:
 * {@link dev.roadstead.controller.host.pace.Pace} compares how long calls take with how long they take alone.
 */
@NullMarked
package dev.roadstead.controller.host.pace;

import org.jspecify.annotations.NullMarked;
