/**
 * PostgreSQL as a child process, for those who bring no database.
 *
 * <p>Everything on disk is made under another name and renamed when it is complete, so a process that is killed at any
 * instruction leaves either nothing or something usable. The server is reachable through a unix socket in a private
 * directory only, asks for a password all the same, and syncs every commit. It runs as an unprivileged user when we run
 * as root.
 */
@NullMarked
package dev.roadstead.apiserver.store.embedded;

import org.jspecify.annotations.NullMarked;
