@NullMarked
package dev.roadstead.cli.namespaces;

import org.jspecify.annotations.NullMarked;
