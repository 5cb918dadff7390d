/** Repositories of backups from the command line: by their address, without a server, or by a BackupRepository's name. */
@NullMarked
package dev.roadstead.cli.backups;

import org.jspecify.annotations.NullMarked;
