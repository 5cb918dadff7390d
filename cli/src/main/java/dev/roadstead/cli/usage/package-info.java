/** UsageReports for people and for other programs. */
@NullMarked
package dev.roadstead.cli.usage;

import org.jspecify.annotations.NullMarked;
