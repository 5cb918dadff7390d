/**
 * The same files backed up by {@code tar | zstd}, by restic and by Roadstead, each a process of its own that GNU time
 * measures: elapsed time, processor time of all its children, and the peak memory of the largest.
 */
@NullMarked
package dev.roadstead.bench.backup;

import org.jspecify.annotations.NullMarked;
