@NullMarked
package dev.roadstead.backup.chunk;

import org.jspecify.annotations.NullMarked;
