@NullMarked
package dev.roadstead.controller.plan.route;

import org.jspecify.annotations.NullMarked;
