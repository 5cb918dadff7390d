@NullMarked
package dev.roadstead.backup.blob;

import org.jspecify.annotations.NullMarked;
