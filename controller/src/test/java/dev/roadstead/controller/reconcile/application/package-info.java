/** Tests of the application reconciler. */
@NullMarked
package dev.roadstead.controller.reconcile.application;

import org.jspecify.annotations.NullMarked;
