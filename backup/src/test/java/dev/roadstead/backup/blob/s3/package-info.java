@NullMarked
package dev.roadstead.backup.blob.s3;

import org.jspecify.annotations.NullMarked;
