/**
 * kubectl as its users see it. Each file of src/test/resources/kubectl is the transcript of a terminal session about one
 * topic: commands, what they must show, and what the server must hold after them ({@link
 * dev.roadstead.conformance.kubectl.Transcript} has the notation). A session runs in a namespace and a directory of its
 * own, so that sessions can run beside each other.
 */
@NullMarked
package dev.roadstead.conformance.kubectl;

import org.jspecify.annotations.NullMarked;
