@NullMarked
package dev.roadstead.controller.plan.tenant;

import org.jspecify.annotations.NullMarked;
