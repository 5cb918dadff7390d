/** What a shell is told when a person presses tab: names of objects that are there. */
@NullMarked
package dev.roadstead.cli.completion;

import org.jspecify.annotations.NullMarked;
