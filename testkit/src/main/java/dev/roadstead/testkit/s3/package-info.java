/** A real S3-compatible server, and a line to it that misbehaves. */
@NullMarked
package dev.roadstead.testkit.s3;

import org.jspecify.annotations.NullMarked;
