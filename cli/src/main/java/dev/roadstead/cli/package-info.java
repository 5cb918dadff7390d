/**
 * The {@code roadstead} program: one class per command, each a thin shell over {@link dev.roadstead.cli.daemon} and
 * {@link dev.roadstead.cli.quickstart}.
 *
 * <p>Results go to standard output, everything else to standard error. A command that cannot do its work throws {@link
 * dev.roadstead.cli.console.CliException}, whose message is all that the user sees.
 */
@NullMarked
package dev.roadstead.cli;

import org.jspecify.annotations.NullMarked;
