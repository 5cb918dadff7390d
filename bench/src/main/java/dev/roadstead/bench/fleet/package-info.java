/** A thousand simulated engines under the real server: how fast, and at what cost, containers come up on them. */
@NullMarked
package dev.roadstead.bench.fleet;

import org.jspecify.annotations.NullMarked;
