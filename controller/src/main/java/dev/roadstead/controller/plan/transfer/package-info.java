/**
 * What is decided of a volume's data that is copied: which Docker volume is filled, who stands still meanwhile, and when a
 * Volume is switched to what was filled. Pure, like the rest of the plans.
 *
 * <p>A Docker volume that is to be filled is recorded in a status before it is made, so that whoever comes after a crash
 * knows it; a Volume is switched by one write of its status, so that it has the old data or the new, and nothing between.
 */
@NullMarked
package dev.roadstead.controller.plan.transfer;

import org.jspecify.annotations.NullMarked;
