/**
 * Says what the image reference of a Release stands for: written once into its status, from then on fixed. Containers of
 * a Release wait for that, so it comes within seconds whatever engines and registries do.
 */
@NullMarked
package dev.roadstead.controller.reconcile.release;

import org.jspecify.annotations.NullMarked;
