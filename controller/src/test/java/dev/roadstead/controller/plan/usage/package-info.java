@NullMarked
package dev.roadstead.controller.plan.usage;

import org.jspecify.annotations.NullMarked;
