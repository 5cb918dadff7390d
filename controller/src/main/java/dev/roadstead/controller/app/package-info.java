/** Puts the controllers together and starts them: the only place that constructs. */
@NullMarked
package dev.roadstead.controller.app;

import org.jspecify.annotations.NullMarked;
