/**
 * Several servers share the work: each has a Lease that says it is alive, and what is to be done goes to one of those that
 * are, by rendezvous hashing.
 *
 * <p>Leases save work; they never provide safety, which comes from derived names and from preconditions. Still, no two
 * servers own the same thing at the same time, whoever is frozen or cut off: a server trusts its own claim for less time
 * than the others wait for it, by a clock that only it reads; and a server that comes (or comes back) owns nothing before
 * every other that lives has said, in its own Lease, that it knows of it. A server alone has nobody to wait for.
 */
@NullMarked
package dev.roadstead.controller.lease;

import org.jspecify.annotations.NullMarked;
