/**
 * Running containers that are not Roadstead's, as Applications. Pure: descriptions of containers in, manifests out; what a
 * manifest cannot say is said in a comment over it, so nothing is left out silently.
 */
@NullMarked
package dev.roadstead.cli.imports;

import org.jspecify.annotations.NullMarked;
