/**
 * The same containers on a real engine by plain calls of its API, by Roadstead, by Swarm and by Compose. All times are those
 * of the engine's own events, so nobody is measured by what he says of himself.
 */
@NullMarked
package dev.roadstead.bench.converge;

import org.jspecify.annotations.NullMarked;
