/**
 * Which keys a change makes dirty. Pure: nothing is enqueued and nothing is read but what is passed in, so a change that
 * concerns nobody costs nothing.
 */
@NullMarked
package dev.roadstead.controller.trigger;

import org.jspecify.annotations.NullMarked;
