@NullMarked
package dev.roadstead.backup.repository;

import org.jspecify.annotations.NullMarked;
