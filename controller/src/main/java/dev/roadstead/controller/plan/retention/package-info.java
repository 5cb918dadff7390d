/** Which backups are kept and which may go. Pure. */
@NullMarked
package dev.roadstead.controller.plan.retention;

import org.jspecify.annotations.NullMarked;
