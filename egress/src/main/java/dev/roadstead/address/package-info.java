/** IP addresses and blocks of them, by their text alone: nothing here looks up a name. */
@NullMarked
package dev.roadstead.address;

import org.jspecify.annotations.NullMarked;
