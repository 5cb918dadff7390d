/**
 * The store on PostgreSQL.
 *
 * <p>{@code object} holds the present states, {@code change} the log of all commits, and {@code revision} one row: the
 * counter. Every write transaction first locks that row and then checks, applies and counts; therefore
 * transactions commit one after the other, each sees all before it, revisions have no holes, and a reader that sees
 * revision N sees everything up to N. Since the lock is held for one commit, writers are grouped: the
 * {@code Committer} takes all writes that wait and commits them together.
 *
 * <p>Several servers may share one database; NOTIFY tells them that there is something to read, never what.
 */
@NullMarked
package dev.roadstead.apiserver.store.pg;

import org.jspecify.annotations.NullMarked;
