/**
 * What PATCH requests do to an object: JSON Patch (RFC 6902), JSON merge patch (RFC 7386), and the strategic merge patch
 * of Kubernetes for the core kinds. Pure: the current object is not modified.
 */
@NullMarked
package dev.roadstead.apiserver.patch;

import org.jspecify.annotations.NullMarked;
