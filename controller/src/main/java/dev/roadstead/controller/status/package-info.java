/** Writes what was found back to the API: status once and only when it differs, events without flooding. */
@NullMarked
package dev.roadstead.controller.status;

import org.jspecify.annotations.NullMarked;
