/**
 * The store on PostgreSQL.
 *
 * <p>{@code change} is the log of all commits and holds every body once, {@code object} names the change that made each
 * present state, {@code audit} holds the records of requests, and {@code revision} one row: the counters. Every write transaction first locks that row and then reads, checks, applies and counts; therefore
 * transactions commit one after the other, each sees all before it, revisions have no holes, and a reader that sees
 * revision N sees everything up to N. Since the lock is held for one commit, writers are grouped: the
 * {@code Committer} takes all writes that wait and commits them together.
 *
 * <p>The {@code Compactor} takes from the log what is old and has been replaced; what an object is made of stays for as
 * long as the object.
 *
 * <p>Several servers may share one database; NOTIFY tells them that there is something to read, never what.
 */
@NullMarked
package dev.roadstead.apiserver.store.pg;

import org.jspecify.annotations.NullMarked;
