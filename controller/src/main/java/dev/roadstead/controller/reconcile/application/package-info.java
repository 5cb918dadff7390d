/** Keeps an Application's Releases and Containers as it asks for: gather, plan, apply, commit. */
@NullMarked
package dev.roadstead.controller.reconcile.application;

import org.jspecify.annotations.NullMarked;
