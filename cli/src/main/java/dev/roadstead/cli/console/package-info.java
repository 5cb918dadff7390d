/** What every command says to the person at the terminal: progress, and errors that name the way out. */
@NullMarked
package dev.roadstead.cli.console;

import org.jspecify.annotations.NullMarked;
