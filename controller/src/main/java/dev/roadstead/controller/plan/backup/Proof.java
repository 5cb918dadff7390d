package dev.roadstead.controller.plan.backup;

/**
 * What a restore into a scratch volume came to.
 *
 * @param backup name of the VolumeBackup
 * @param proven whether all of it was there, and the same
 * @param passing whether nothing was found out, and the same may work later
 */
public record Proof(String backup, boolean proven, boolean passing, String reason, String message) {}
