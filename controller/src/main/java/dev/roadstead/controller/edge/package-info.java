/**
 * The dynamic endpoint: each node's edge asks it every moment for its configuration, as Traefik's HTTP provider does.
 *
 * <p>{@link dev.roadstead.controller.edge.RouteTable} holds the accepted Domains and, for each edge that asks, the parts of
 * its document as JSON. A change only marks what it concerns; the next question writes those parts anew and puts the
 * document together. So an answer is never older than the informers, any number of changes between two questions costs as
 * much as one, and an edge that does not ask costs nothing.
 */
@NullMarked
package dev.roadstead.controller.edge;

import org.jspecify.annotations.NullMarked;
