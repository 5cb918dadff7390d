/**
 * Holds the connection to each Node's engine: its health, its event stream, and who may use it.
 *
 * <p>Engine events are hints that name a container to look at. A list of what is there follows whenever the stream was
 * lost, and every half minute.
 */
@NullMarked
package dev.roadstead.controller.reconcile.node;

import org.jspecify.annotations.NullMarked;
