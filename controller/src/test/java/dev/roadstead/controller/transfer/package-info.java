/** Copies between volumes in memory. */
@NullMarked
package dev.roadstead.controller.transfer;

import org.jspecify.annotations.NullMarked;
