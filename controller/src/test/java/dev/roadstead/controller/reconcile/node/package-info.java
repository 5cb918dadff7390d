/** The node reconciler on a server and engines in memory. */
@NullMarked
package dev.roadstead.controller.reconcile.node;

import org.jspecify.annotations.NullMarked;
