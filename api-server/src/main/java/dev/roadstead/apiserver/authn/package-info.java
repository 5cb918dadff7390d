/**
 * Who is asking: a bearer token (fixed, of a ServiceAccount, of a sign-in, an API key) or a client certificate is turned into
 * a {@link dev.roadstead.apiserver.authn.Principal}. Nothing at all is the anonymous principal; what is wrong is refused.
 */
@NullMarked
package dev.roadstead.apiserver.authn;

import org.jspecify.annotations.NullMarked;
