/**
 * Health checks that the controller makes itself: HTTP and TCP, against a container's address.
 *
 * <p>{@link Prober} keeps one virtual thread per container; {@link ProbeState} decides, purely, what an attempt means.
 * Commands in the container are the engine's own health checks and not made here.
 */
@NullMarked
package dev.roadstead.controller.probe;

import org.jspecify.annotations.NullMarked;
