@NullMarked
package dev.roadstead.controller.host.pace;

import org.jspecify.annotations.NullMarked;
