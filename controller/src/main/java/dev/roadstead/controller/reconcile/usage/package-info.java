/** Writes UsageReports: what Projects take, from what informers and engines say. */
@NullMarked
package dev.roadstead.controller.reconcile.usage;

import org.jspecify.annotations.NullMarked;
