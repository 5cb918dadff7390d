/** What wakes the loops, and which server's they are, against a server over HTTP. */
@NullMarked
package dev.roadstead.controller.app;

import org.jspecify.annotations.NullMarked;
