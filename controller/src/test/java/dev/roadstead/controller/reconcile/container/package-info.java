/** Tests of the container reconciler. */
@NullMarked
package dev.roadstead.controller.reconcile.container;

import org.jspecify.annotations.NullMarked;
