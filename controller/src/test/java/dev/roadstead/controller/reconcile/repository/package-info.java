@NullMarked
package dev.roadstead.controller.reconcile.repository;

import org.jspecify.annotations.NullMarked;
