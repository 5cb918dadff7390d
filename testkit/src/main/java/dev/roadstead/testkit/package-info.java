/**
 * Real things for tests: Docker engines, images, kubectl, ports, and awaiting. Needs no other module, so that every one can use
 * it without a cycle.
 */
@NullMarked
package dev.roadstead.testkit;

import org.jspecify.annotations.NullMarked;
