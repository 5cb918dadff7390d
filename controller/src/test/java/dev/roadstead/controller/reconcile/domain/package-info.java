@NullMarked
package dev.roadstead.controller.reconcile.domain;

import org.jspecify.annotations.NullMarked;
