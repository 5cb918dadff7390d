/** Where files are cut into pieces that are stored once. */
@NullMarked
package dev.roadstead.backup.chunk;

import org.jspecify.annotations.NullMarked;
