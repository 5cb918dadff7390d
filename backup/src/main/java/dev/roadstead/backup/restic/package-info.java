/**
 * The values of restic's repository format, version 2, and how they are written and read. No locks and no order of writes:
 * that is {@code repository}'s.
 *
 * <pre>
 * config              version, id; sealed
 * keys/&lt;id&gt;           the repository's key, sealed with a password's
 * data/&lt;2&gt;/&lt;id&gt;      packs: sealed blobs one behind the other, then a sealed header
 * index/&lt;id&gt;          which blob is where in which pack
 * snapshots/&lt;id&gt;      a tree, and what it is of
 * locks/&lt;id&gt;          who works here
 * manifests/&lt;id&gt;      ours: what a backup is; restic does not look at them
 * </pre>
 *
 * An id is the SHA-256 of the object as it lies there (of a blob: of its clear content).
 */
@NullMarked
package dev.roadstead.backup.restic;

import org.jspecify.annotations.NullMarked;
