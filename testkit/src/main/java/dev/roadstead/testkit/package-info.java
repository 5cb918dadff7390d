/**
 * Real things for tests: Docker engines, images, kubectl, ports, and awaiting. Needs the JDK alone, so that every module
 * can use it without a cycle.
 */
@NullMarked
package dev.roadstead.testkit;

import org.jspecify.annotations.NullMarked;
