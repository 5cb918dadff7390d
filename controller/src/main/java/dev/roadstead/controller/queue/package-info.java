/**
 * Which key is worked on next. A key is dirty (waiting for a worker), in process (one worker has it), both (it changed
 * while a worker had it and waits again once that one is done), or delayed (dirty at a later time).
 *
 * <p>Keys are in lanes, of which none can take the workers of another: a lane has a bound of its own, and lanes take turns.
 * A key whose worker only waits, for a pull perhaps, steps aside and costs its lane nothing.
 *
 * <p>Memory is bounded by the number of distinct keys: adding a key twice is adding it once.
 */
@NullMarked
package dev.roadstead.controller.queue;

import org.jspecify.annotations.NullMarked;
