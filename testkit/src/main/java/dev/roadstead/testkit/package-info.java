/** What tests of several modules need; never on the path of the program. */
@NullMarked
package dev.roadstead.testkit;

import org.jspecify.annotations.NullMarked;
