@NullMarked
package dev.roadstead.controller.reconcile.volume;

import org.jspecify.annotations.NullMarked;
