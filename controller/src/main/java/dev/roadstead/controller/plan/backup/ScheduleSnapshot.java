package dev.roadstead.controller.plan.backup;

import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * All that a Volume's schedule is decided from.
 *
 * @param backups of the volume, all of them
 * @param inUse names of those that something reads or refers to
 */
public record ScheduleSnapshot(Volume volume, List<VolumeBackup> backups, Set<String> inUse, Instant now) {}
