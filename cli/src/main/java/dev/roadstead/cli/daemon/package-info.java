/**
 * The server as a process: its data folder, the lock that makes it the only one there, and the state file by which
 * other commands find it.
 *
 * <p>The lock is the kernel's and dies with its holder. The state file may outlive a killed server, so it names the
 * process by id and start time: an id that was given to another process is not mistaken for ours.
 */
@NullMarked
package dev.roadstead.cli.daemon;

import org.jspecify.annotations.NullMarked;
