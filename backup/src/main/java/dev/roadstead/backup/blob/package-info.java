/** Where a repository's bytes lie: named objects that are written whole. */
@NullMarked
package dev.roadstead.backup.blob;

import org.jspecify.annotations.NullMarked;
