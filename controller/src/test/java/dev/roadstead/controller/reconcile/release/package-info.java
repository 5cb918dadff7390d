/** Tests of the image resolver. */
@NullMarked
package dev.roadstead.controller.reconcile.release;

import org.jspecify.annotations.NullMarked;
