/** Says how much of a namespace's quotas is taken. They are enforced where containers are planned. */
@NullMarked
package dev.roadstead.controller.reconcile.quota;

import org.jspecify.annotations.NullMarked;
