/**
 * Who is asking: a bearer token is turned into a {@link dev.roadstead.apiserver.authn.Principal}. No token at all is the
 * anonymous principal; a wrong one is refused.
 */
@NullMarked
package dev.roadstead.apiserver.authn;

import org.jspecify.annotations.NullMarked;
