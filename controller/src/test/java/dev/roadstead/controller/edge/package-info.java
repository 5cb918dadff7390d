@NullMarked
package dev.roadstead.controller.edge;

import org.jspecify.annotations.NullMarked;
