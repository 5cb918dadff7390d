@NullMarked
package dev.roadstead.cli.usage;

import org.jspecify.annotations.NullMarked;
