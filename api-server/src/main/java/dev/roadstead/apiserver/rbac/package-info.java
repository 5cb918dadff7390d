/**
 * Roles and bindings as they are stored: the {@link dev.roadstead.apiserver.rbac.PolicyKeeper} compiles them for the
 * authorizer, the {@link dev.roadstead.apiserver.rbac.AccessGuard} keeps writers from granting what they do not hold,
 * the {@link dev.roadstead.apiserver.rbac.RoleAggregator} fills aggregated roles, and {@link
 * dev.roadstead.apiserver.rbac.DefaultRoles} brings those that every installation has.
 */
@NullMarked
package dev.roadstead.apiserver.rbac;

import org.jspecify.annotations.NullMarked;
