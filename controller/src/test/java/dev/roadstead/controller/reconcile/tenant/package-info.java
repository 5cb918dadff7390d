@NullMarked
package dev.roadstead.controller.reconcile.tenant;

import org.jspecify.annotations.NullMarked;
