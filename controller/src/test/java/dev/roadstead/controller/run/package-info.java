/** Tests of long work in the background. */
@NullMarked
package dev.roadstead.controller.run;

import org.jspecify.annotations.NullMarked;
