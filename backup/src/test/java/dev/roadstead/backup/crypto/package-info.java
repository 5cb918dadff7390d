@NullMarked
package dev.roadstead.backup.crypto;

import org.jspecify.annotations.NullMarked;
