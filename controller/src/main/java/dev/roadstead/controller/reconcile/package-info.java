/** One package per kind: gather, plan, apply, project, commit. What they share is here. */
@NullMarked
package dev.roadstead.controller.reconcile;

import org.jspecify.annotations.NullMarked;
