@NullMarked
package dev.roadstead.controller.plan.schedule;

import org.jspecify.annotations.NullMarked;
