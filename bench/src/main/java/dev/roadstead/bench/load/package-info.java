/** Clients in closed loops: each asks again when it has its answer. */
@NullMarked
package dev.roadstead.bench.load;

import org.jspecify.annotations.NullMarked;
