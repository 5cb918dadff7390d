/**
 * The way out to URLs that users give. A name is resolved once, every address that it has is judged, and the connection goes
 * to one that was judged: nothing resolves it again in between. Redirects are not followed.
 */
@NullMarked
package dev.roadstead.egress;

import org.jspecify.annotations.NullMarked;
