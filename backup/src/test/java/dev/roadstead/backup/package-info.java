@NullMarked
package dev.roadstead.backup;

import org.jspecify.annotations.NullMarked;
