/**
 * Whether a request may proceed: one pure decision over the principal and what the request asks for. What is not
 * allowed is denied.
 */
@NullMarked
package dev.roadstead.apiserver.authz;

import org.jspecify.annotations.NullMarked;
