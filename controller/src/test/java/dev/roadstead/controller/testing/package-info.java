/** What several of the controller's tests need. */
@NullMarked
package dev.roadstead.controller.testing;

import org.jspecify.annotations.NullMarked;
