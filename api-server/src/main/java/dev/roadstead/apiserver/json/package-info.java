/** How JSON is read and written everywhere: with buffers that outlive the virtual threads which use them. */
@NullMarked
package dev.roadstead.apiserver.json;

import org.jspecify.annotations.NullMarked;
