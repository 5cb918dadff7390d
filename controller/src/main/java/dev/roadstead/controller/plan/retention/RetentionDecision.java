package dev.roadstead.controller.plan.retention;

import java.util.List;
import java.util.Map;

/**
 * What becomes of backups.
 *
 * @param kept by id: why, in words such as {@code last 3} or {@code day 2026-11-21}; never empty
 * @param removed ids, oldest first
 */
public record RetentionDecision(Map<String, List<String>> kept, List<String> removed) {}
