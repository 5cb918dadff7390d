/**
 * Tar streams of a volume, read, written and judged (invariant I22), without a file system.
 *
 * <p>A stream is kept or restored only in the form that engines give: its first member is the root directory, {@code ./};
 * a directory comes before what is in it, all of that before the directory's next sibling; names ascend, byte by byte.
 * That a member comes twice, or lies behind something that is no directory, is then seen with nothing remembered but the
 * way down to it. Two empty blocks end it.
 *
 * <p>Names, link targets and xattrs are bytes. They are held as Strings of one char a byte (ISO-8859-1): small, and in
 * the order of the bytes. {@link dev.roadstead.backup.tar.Names} turns them into text and back.
 */
@NullMarked
package dev.roadstead.backup.tar;

import org.jspecify.annotations.NullMarked;
