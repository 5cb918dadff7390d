/**
 * What is done with a repository: in which order its objects are written and removed, so that it is whole whenever the
 * process dies, and what is held in memory meanwhile.
 *
 * <p>A backup grows from below: packs, then the index that knows them, then the snapshot that needs them, and when all
 * of it was read back, the manifest. Pruning takes it down from above. So nothing that can be seen ever refers to
 * something that is not there.
 */
@NullMarked
package dev.roadstead.backup.repository;

import org.jspecify.annotations.NullMarked;
