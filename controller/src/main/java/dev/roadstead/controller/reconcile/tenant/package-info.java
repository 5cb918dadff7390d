/**
 * Compiles Organizations, Projects, Teams and Users to namespaces, ResourceQuotas and RBAC objects, and takes back what is no
 * longer wanted. What they are allowed is decided in {@code plan.tenant}.
 *
 * <p>A namespace belongs to the object whose uid its annotation {@code roadstead.dev/owner-uid} has; any other is never
 * written to. RBAC objects are taken back before others are made, so a change never gives more for a moment than both
 * states do.
 */
@NullMarked
package dev.roadstead.controller.reconcile.tenant;

import org.jspecify.annotations.NullMarked;
