/**
 * The server as a process: its data folder, the lock that makes it the only one there, and the state file by which
 * other commands find it.
 *
 * <p>The lock is the kernel's and dies with its holder: it says whether a server runs. The state file says which, and may
 * outlive a killed server; it names the process by id and start time, so that no other process is taken for ours.
 */
@NullMarked
package dev.roadstead.cli.daemon;

import org.jspecify.annotations.NullMarked;
