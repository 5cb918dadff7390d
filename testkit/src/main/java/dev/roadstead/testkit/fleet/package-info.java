/**
 * Docker engines that exist in memory only: they speak the Docker HTTP API on real Unix sockets, keep containers, networks
 * and images, and send events, but run nothing. A thousand of them fit into a process, for tests and benchmarks of what
 * manages many engines.
 *
 * <p>They are strict: a call that they do not know is answered with 501 and kept for the test to see, so that a client does
 * not come to rely on what was never simulated.
 */
@NullMarked
package dev.roadstead.testkit.fleet;

import org.jspecify.annotations.NullMarked;
