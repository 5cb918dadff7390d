/** What is said of a BackupRepository, and when it is checked. Pure. */
@NullMarked
package dev.roadstead.controller.plan.repository;

import org.jspecify.annotations.NullMarked;
