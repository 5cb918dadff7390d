/** Decisions: desired and observed state in, actions and status out. Pure: no clock, no ids, no I/O, no logger. */
@NullMarked
package dev.roadstead.controller.plan;

import org.jspecify.annotations.NullMarked;
