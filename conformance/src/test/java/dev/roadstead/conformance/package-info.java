/**
 * Suites that hold the API server to what others wrote: kubectl, the fabric8 client, published patch vectors, hostile
 * input and fuzzers. They share one running server; every test keeps to a namespace of its own. What is checked is data
 * wherever data reads better than code (src/test/resources).
 */
@NullMarked
package dev.roadstead.conformance;

import org.jspecify.annotations.NullMarked;
