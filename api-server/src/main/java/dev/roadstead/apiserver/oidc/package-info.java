/**
 * Sign-in by somebody else who knows people: OpenID Connect Core 1.0 by the authorization code with PKCE (RFC 7636), and
 * GitHub's OAuth 2. What the browser has to bring back lies in a cookie of its own, so any server can go on.
 */
@NullMarked
package dev.roadstead.apiserver.oidc;

import org.jspecify.annotations.NullMarked;
