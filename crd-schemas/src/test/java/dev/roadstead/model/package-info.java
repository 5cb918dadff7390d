/** Tests of how the model is read and written. */
@NullMarked
package dev.roadstead.model;

import org.jspecify.annotations.NullMarked;
