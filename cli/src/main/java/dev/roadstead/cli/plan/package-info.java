/**
 * What applying a manifest would do: the server completes and checks it in a dry run, and the controllers' own planner is
 * played through on what there is.
 */
@NullMarked
package dev.roadstead.cli.plan;

import org.jspecify.annotations.NullMarked;
