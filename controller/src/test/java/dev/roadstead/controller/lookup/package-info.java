@NullMarked
package dev.roadstead.controller.lookup;

import org.jspecify.annotations.NullMarked;
