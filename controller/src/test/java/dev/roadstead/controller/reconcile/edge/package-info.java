/** Tests of the loops of what is run in front of Domains. */
@NullMarked
package dev.roadstead.controller.reconcile.edge;

import org.jspecify.annotations.NullMarked;
