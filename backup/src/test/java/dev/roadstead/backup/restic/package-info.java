@NullMarked
package dev.roadstead.backup.restic;

import org.jspecify.annotations.NullMarked;
