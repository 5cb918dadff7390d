package dev.roadstead.controller.loop;

import java.time.Duration;

/**
 * What a loop has done since it was started.
 *
 * @param passes ended ones, whatever their outcome
 * @param failures passes that ended with an exception, conflicts not counted
 * @param conflicts passes that somebody else's write got in the way of
 * @param timeouts passes that were interrupted at their deadline
 * @param busy sum of the passes' durations
 * @param depth keys that wait for a worker now
 */
public record LoopStats(long passes, long failures, long conflicts, long timeouts, Duration busy, int depth) {}
