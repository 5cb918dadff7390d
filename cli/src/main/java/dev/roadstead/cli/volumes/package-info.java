/** Volumes for people: tables, and manifests that take over Docker volumes as they are. */
@NullMarked
package dev.roadstead.cli.volumes;

import org.jspecify.annotations.NullMarked;
