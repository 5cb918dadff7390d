/**
 * The fabric8 client, which most of Java's operators stand on: typed and generic operations, patches, watches,
 * informers, leader election. Over its JDK HTTP client; the others would bring a second Netty.
 */
@NullMarked
package dev.roadstead.conformance.fabric8;

import org.jspecify.annotations.NullMarked;
