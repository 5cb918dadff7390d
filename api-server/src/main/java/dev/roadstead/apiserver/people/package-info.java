/**
 * People who sign in: Users with passwords and second factors, their Sessions, API keys and Invitations. What a token stands
 * for is looked up in the watch cache on every request, so that what ends a Session, a User or a key ends it at once; what
 * must happen only once (a refresh token, a step of a second factor, an invitation) is a write on the condition that nobody
 * else wrote, and therefore holds for several servers too.
 */
@NullMarked
package dev.roadstead.apiserver.people;

import org.jspecify.annotations.NullMarked;
