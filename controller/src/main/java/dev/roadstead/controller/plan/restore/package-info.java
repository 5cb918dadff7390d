/**
 * What is decided of a VolumeRestore. Everything is read and compared before a container sees any of it:
 *
 * <ol>
 *   <li>Pending: nothing of it can be wrong any more, nobody else works with the volume, and the name of the Docker volume
 *       that is filled is recorded.
 *   <li>Verifying, Restoring: the backup is read and compared with its manifest, a new Docker volume is filled, read back and
 *       compared. Whatever fails here has changed nothing.
 *   <li>Swapping (mode Swap): the containers stop, the Volume's status is switched by one write, they start.
 * </ol>
 *
 * <p>Each pass decides anew from what is recorded and what is there, so it makes no difference where the last one ended.
 */
@NullMarked
package dev.roadstead.controller.plan.restore;

import org.jspecify.annotations.NullMarked;
