/**
 * Moves a volume's contents: out of a repository or another engine's volume, past the check of every member, into a Docker
 * volume that nobody uses yet, and back out of it to be compared. Bytes are streamed; memory is the same whatever the size.
 *
 * <p>Nothing here decides whether a volume may be filled, or who uses it afterwards: the plans of restores and moves do.
 */
@NullMarked
package dev.roadstead.controller.transfer;

import org.jspecify.annotations.NullMarked;
