/** Digests of bytes, for whoever needs one. */
@NullMarked
package dev.roadstead.apiserver.digest;

import org.jspecify.annotations.NullMarked;
