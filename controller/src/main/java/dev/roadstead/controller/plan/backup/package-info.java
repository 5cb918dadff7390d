/**
 * What is decided of one backup of one Volume. Pure, like the rest of the plans.
 *
 * <p>A backup goes: hooks before → containers told to keep still, and recorded first → their volume read into the
 * repository → containers told to go on, at once → hooks after → archive read back, compared, and listed. Where it stands
 * is read from its status and from the run in the background: {@linkplain
 * dev.roadstead.controller.plan.backup.BackupPlan#status the status is written first}, then come the effects. After a
 * restart there is no run: what kept still goes on, and the backup begins again, or goes on with an archive that was
 * complete.
 */
@NullMarked
package dev.roadstead.controller.plan.backup;

import org.jspecify.annotations.NullMarked;
