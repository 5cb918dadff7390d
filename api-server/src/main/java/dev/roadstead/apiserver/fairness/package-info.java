/**
 * Who may have a request under way, and who waits: so that one busy client does not slow another.
 *
 * <p>A request takes seats while it is served. Seats are shared along a tree: the server, the class (everybody, or the
 * users with a guaranteed share), the tenant of users who belong to one, the user, the client of that user. Each node
 * bounds the seats in use, the requests that wait, and the rate of requests below it. A request for which there is no seat
 * waits in the queue of its client, for a bounded time; a free seat goes, from the top down, to the node that holds the
 * fewest (max-min fairness; the longest not served among equals).
 * {@link dev.roadstead.apiserver.fairness.SeatBook} decides, without threads and clock;
 * {@link dev.roadstead.apiserver.fairness.Turnstile} lets threads wait for its decisions.
 */
@NullMarked
package dev.roadstead.apiserver.fairness;

import org.jspecify.annotations.NullMarked;
