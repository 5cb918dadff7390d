package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.lease.FencedClient;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.backup.BackupPlan;
import dev.roadstead.controller.plan.backup.BackupPlanner;
import dev.roadstead.controller.plan.backup.BackupSnapshot;
import dev.roadstead.controller.plan.backup.Users;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.run.Runs;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Brings one backup nearer to its end. The server that owns its volume's node does it. */
public final class BackupReconciler implements Reconciler {
    /** More than the longest way between two pieces of long work. */
    private static final int MAX_ROUNDS = 10;

    private static final Duration WHILE_UNCLEAR = Duration.ofSeconds(1);

    private final ApiClient client;
    private final BackupCaches caches;
    private final Ownership ownership;
    private final Function<VolumeBackup, String> shard;
    private final Runs<BackupWork.Done> runs;
    private final BackupGatherer gatherer;
    private final BackupEffects effects;
    private final Storyteller story;
    private final InstantSource clock;

    /**
     * Wires it up.
     *
     * @param shard of a backup: whoever owns it does it
     */
    public BackupReconciler(
            ApiClient client,
            BackupCaches caches,
            HostDirectory hosts,
            Ownership ownership,
            Function<VolumeBackup, String> shard,
            Runs<BackupWork.Done> runs,
            BackupWork work,
            EventRecorder events,
            InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.ownership = ownership;
        this.shard = shard;
        this.runs = runs;
        this.gatherer = new BackupGatherer(client, caches, hosts, clock);
        this.effects = new BackupEffects(runs, work, gatherer);
        this.story = new Storyteller(events);
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        VolumeBackup cached = caches.backups().find(parsed.namespace(), parsed.name());
        if (cached == null) {
            runs.drop(key);
            return Outcome.DONE;
        }
        String owner = shard.apply(cached);
        return switch (ownership.claim(owner)) {
            case OURS -> isOver(cached) ? Outcome.DONE : advance(parsed, new FencedClient(client, ownership, owner));
            case UNCLEAR -> new Outcome.After(WHILE_UNCLEAR);
            case THEIRS -> {
                runs.drop(key);
                yield Outcome.DONE;
            }
        };
    }

    /** Nothing is left to be done, not even for what an earlier server left behind. */
    private boolean isOver(VolumeBackup backup) {
        Phase phase = backup.status() == null ? Phase.Pending : backup.status().phase();
        return (phase == Phase.Completed || phase == Phase.Failed)
                && !backup.metadata().deleting()
                && runs.before(backup.key(), backup.metadata().requireUid()).isEmpty()
                && new Users(BackupSnapshot.purpose(backup), gatherer.cachedUsers(backup))
                        .told()
                        .isEmpty();
    }

    private Outcome advance(Key key, ApiClient fenced) {
        StatusCommitter committer = new StatusCommitter(fenced);
        Duration lookAgain = Duration.ZERO;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Optional<VolumeBackup> found = client.find(ResourceType.VOLUME_BACKUP, key.namespace(), key.name());
            if (found.isEmpty()) {
                runs.drop(key.toString());
                return Outcome.DONE;
            }
            VolumeBackup live = found.get();
            BackupPlan plan = BackupPlanner.plan(gatherer.gather(live, RunViews.of(runs, live, clock)));
            committer.commit(ResourceType.VOLUME_BACKUP, live, plan.status());
            plan.actions().forEach(action -> effects.apply(action, live, fenced));
            story.tell(ResourceType.VOLUME_BACKUP, live, plan.notes());
            if (plan.lookAgain().isEmpty()) {
                return Outcome.DONE;
            }
            lookAgain = plan.lookAgain().get();
            if (plan.actions().isEmpty()) {
                break;
            }
        }
        return new Outcome.After(lookAgain);
    }
}
