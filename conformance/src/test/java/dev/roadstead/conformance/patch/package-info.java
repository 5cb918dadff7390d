/**
 * Published examples of JSON Patch (RFC 6902, appendix A) and JSON Merge Patch (RFC 7396, appendix A), and the corners
 * that public test suites of both look into, against the patch engines. An API object is an object, so a vector about
 * another value puts it into the field {@code v}.
 */
@NullMarked
package dev.roadstead.conformance.patch;

import org.jspecify.annotations.NullMarked;
