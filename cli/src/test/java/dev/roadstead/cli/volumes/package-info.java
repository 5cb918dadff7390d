@NullMarked
package dev.roadstead.cli.volumes;

import org.jspecify.annotations.NullMarked;
