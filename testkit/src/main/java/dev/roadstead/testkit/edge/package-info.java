/**
 * Edges for tests. {@link dev.roadstead.testkit.edge.TestEdge} is a small proxy that takes its configuration as Traefik's
 * HTTP provider does, refuses what Traefik's documented schema refuses, and routes. {@link
 * dev.roadstead.testkit.edge.RealTraefik} is Traefik itself, where {@code TRAEFIK_BIN} names it.
 */
@NullMarked
package dev.roadstead.testkit.edge;

import org.jspecify.annotations.NullMarked;
