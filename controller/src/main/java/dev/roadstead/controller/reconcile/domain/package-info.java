/**
 * Brings Domains into the route table, and says of each how far it is: Accepted (its spec can be routed), OwnershipVerified,
 * Routed (edges have loaded it), DNSReady and CertificateReady.
 *
 * <p>Every server keeps a route table of its own, so that any of them can answer an edge; status is written by the one that
 * owns the applications, and Routed is what that one has seen. Routing waits for nothing slow: what DNS and the edges say
 * is looked up in the background and comes in with a later pass.
 */
@NullMarked
package dev.roadstead.controller.reconcile.domain;

import org.jspecify.annotations.NullMarked;
