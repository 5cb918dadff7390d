@NullMarked
package dev.roadstead.backup.tar;

import org.jspecify.annotations.NullMarked;
