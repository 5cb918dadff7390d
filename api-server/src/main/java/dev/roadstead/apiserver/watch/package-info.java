/**
 * The present state and the recent past in memory, so that get, list and watch never wait for the database.
 *
 * <p>One virtual thread follows the change log and is the only writer. Under one lock it applies a change to the
 * {@code ObjectIndex}, appends it to the {@code EventWindow} and offers it to the subscriptions; readers take the same
 * lock only to copy references. A subscription therefore starts exactly between two changes: what it finds in the index
 * or the window and what it is offered afterwards join without gap or overlap.
 */
@NullMarked
package dev.roadstead.apiserver.watch;

import org.jspecify.annotations.NullMarked;
