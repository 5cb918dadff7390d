@NullMarked
package dev.roadstead.controller.reconcile.usage;

import org.jspecify.annotations.NullMarked;
