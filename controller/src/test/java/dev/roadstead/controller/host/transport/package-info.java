/** Ways to engines, tried with real ones. */
@NullMarked
package dev.roadstead.controller.host.transport;

import org.jspecify.annotations.NullMarked;
