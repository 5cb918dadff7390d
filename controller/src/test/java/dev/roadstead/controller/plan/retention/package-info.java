@NullMarked
package dev.roadstead.controller.plan.retention;

import org.jspecify.annotations.NullMarked;
