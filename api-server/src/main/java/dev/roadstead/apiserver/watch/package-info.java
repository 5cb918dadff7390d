/**
 * The present state and the recent past in memory, so that get, list and watch never wait for the database.
 *
 * <p>One virtual thread follows the change log and is the only writer. Each resource has a {@code ResourceLog}: a linked
 * list of its recent changes, every one with the immutable {@code ObjectMap} of what existed after it. So a list, a page
 * of an older list and the start of a watch each take one entry and are exact, without a lock; a watcher is a place in
 * the list that moves on by itself, without a queue. The writer drops the oldest changes when there are too many, and
 * whoever still stood before them has to list again.
 */
@NullMarked
package dev.roadstead.apiserver.watch;

import org.jspecify.annotations.NullMarked;
