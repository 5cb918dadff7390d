/**
 * Backups in a repository: a tar stream goes in, is cut into chunks that are stored once, compressed and encrypted, and
 * comes out again, verified. The format is restic's, so that a backup can be restored without Roadstead.
 *
 * <p>A backup exists when its {@link dev.roadstead.backup.Manifest} does, which is written last.
 *
 * @see <a href="https://restic.readthedocs.io/en/stable/100_references.html#design">restic's repository format</a>
 */
@NullMarked
package dev.roadstead.backup;

import org.jspecify.annotations.NullMarked;
