/**
 * The whole program as a user has it: {@code ./roadstead server} as a process, the real kubectl, a real Docker engine.
 *
 * <p>Each scenario is a test class with its manifests beside it in the resources. They share one server and one engine and
 * keep apart by namespace.
 */
@NullMarked
package dev.roadstead.e2e;

import org.jspecify.annotations.NullMarked;
