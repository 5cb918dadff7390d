/** Runs reconcilers: one worker per key at a time, a deadline per pass, a closed set of outcomes. */
@NullMarked
package dev.roadstead.controller.loop;

import org.jspecify.annotations.NullMarked;
