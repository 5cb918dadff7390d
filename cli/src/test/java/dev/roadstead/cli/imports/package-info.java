/** Tests of manifests made of running containers. */
@NullMarked
package dev.roadstead.cli.imports;

import org.jspecify.annotations.NullMarked;
