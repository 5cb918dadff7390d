@NullMarked
package dev.roadstead.cli.state;

import org.jspecify.annotations.NullMarked;
