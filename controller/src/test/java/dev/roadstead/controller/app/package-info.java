/** Tests of how the controllers are put together. */
@NullMarked
package dev.roadstead.controller.app;

import org.jspecify.annotations.NullMarked;
