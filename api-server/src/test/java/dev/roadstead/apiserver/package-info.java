/** Rules about the code itself. */
@NullMarked
package dev.roadstead.apiserver;

import org.jspecify.annotations.NullMarked;
