/**
 * Reads JSON and YAML text into trees, strictly: one document, no duplicate keys, bounded depth and size, numbers that
 * survive a round trip. Every refusal is a BadRequest that says where and what; none of them quotes a value, because a
 * value may be a secret. Pure.
 */
@NullMarked
package dev.roadstead.apiserver.document;

import org.jspecify.annotations.NullMarked;
