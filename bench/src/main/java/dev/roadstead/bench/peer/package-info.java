/** The servers that are measured, as processes with data folders of their own. */
@NullMarked
package dev.roadstead.bench.peer;

import org.jspecify.annotations.NullMarked;
