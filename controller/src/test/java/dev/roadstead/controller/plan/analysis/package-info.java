@NullMarked
package dev.roadstead.controller.plan.analysis;

import org.jspecify.annotations.NullMarked;
