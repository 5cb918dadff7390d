/** What objects' conditions come to in words; pure. */
@NullMarked
package dev.roadstead.cli.report;

import org.jspecify.annotations.NullMarked;
