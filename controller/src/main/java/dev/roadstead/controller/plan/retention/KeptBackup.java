package dev.roadstead.controller.plan.retention;

import java.time.Instant;

/**
 * A backup that retention decides about.
 *
 * @param id what it is known by
 * @param at when it was made
 * @param good whether it is complete and was found right when last looked at
 * @param inUse whether something reads it or refers to it: a restore, a verification, a Volume that is filled with it
 */
public record KeptBackup(String id, Instant at, boolean good, boolean inUse) {}
