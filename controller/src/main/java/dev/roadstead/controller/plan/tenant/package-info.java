/**
 * What Organizations, Projects, Teams and Users are compiled to: namespaces, quotas, and RBAC objects. Pure.
 *
 * <p>A {@link dev.roadstead.controller.plan.tenant.Membership} is the one place that says who counts as whom; no binding is
 * made of anything else. All that is made for an owner carries the owner's {@linkplain
 * dev.roadstead.controller.plan.tenant.Owner label}, so what is no longer wanted is found and taken back.
 */
@NullMarked
package dev.roadstead.controller.plan.tenant;

import org.jspecify.annotations.NullMarked;
