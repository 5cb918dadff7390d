/**
 * Whether a request may proceed: one pure decision over the principal, what the request asks for, and an immutable {@link
 * dev.roadstead.apiserver.authz.Policy} of roles and bindings. What no role allows is denied.
 */
@NullMarked
package dev.roadstead.apiserver.authz;

import org.jspecify.annotations.NullMarked;
