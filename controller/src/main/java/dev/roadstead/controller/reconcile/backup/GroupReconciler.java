package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.backup.GroupAction;
import dev.roadstead.controller.plan.backup.GroupMember.NodeCall;
import dev.roadstead.controller.plan.backup.GroupPlan;
import dev.roadstead.controller.plan.backup.GroupPlanner;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.run.Runs;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.NamespaceBackup;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Brings one NamespaceBackup nearer to its end. */
public final class GroupReconciler implements Reconciler {
    private static final int MAX_ROUNDS = 10;

    private final ApiClient client;
    private final Lister<NamespaceBackup> backups;
    private final GroupGatherer gatherer;
    private final Runs<BackupWork.Done> runs;
    private final GroupWork work;
    private final StatusCommitter committer;
    private final Storyteller story;

    /** {@code client} writes only while this server owns what it writes. */
    public GroupReconciler(
            ApiClient client,
            Lister<NamespaceBackup> backups,
            GroupGatherer gatherer,
            Runs<BackupWork.Done> runs,
            GroupWork work,
            EventRecorder events) {
        this.client = client;
        this.backups = backups;
        this.gatherer = gatherer;
        this.runs = runs;
        this.work = work;
        this.committer = new StatusCommitter(client);
        this.story = new Storyteller(events);
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        NamespaceBackup cached = backups.find(parsed.namespace(), parsed.name());
        if (cached == null) {
            runs.drop(key);
            return Outcome.DONE;
        }
        return isOver(cached) ? Outcome.DONE : advance(parsed);
    }

    private boolean isOver(NamespaceBackup backup) {
        Phase phase = backup.status() == null ? Phase.Pending : backup.status().phase();
        return (phase == Phase.Completed || phase == Phase.Failed)
                && !backup.metadata().deleting()
                && runs.before(backup.key(), backup.metadata().requireUid()).isEmpty()
                && gatherer.told(backup).isEmpty();
    }

    private Outcome advance(Key key) {
        Duration lookAgain = Duration.ZERO;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Optional<NamespaceBackup> found = client.find(ResourceType.NAMESPACE_BACKUP, key.namespace(), key.name());
            if (found.isEmpty()) {
                runs.drop(key.toString());
                return Outcome.DONE;
            }
            NamespaceBackup live = found.get();
            GroupPlan plan = GroupPlanner.plan(gatherer.gather(live, runs));
            committer.commit(ResourceType.NAMESPACE_BACKUP, live, plan.status());
            plan.actions().forEach(action -> apply(action, live));
            story.tell(ResourceType.NAMESPACE_BACKUP, live, plan.notes());
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

    private void apply(GroupAction action, NamespaceBackup backup) {
        String key = backup.key();
        String uid = backup.metadata().requireUid();
        switch (action) {
            case GroupAction.Hold() -> Patches.finalizer(client, ResourceType.NAMESPACE_BACKUP, backup, true);
            case GroupAction.LetGo() -> Patches.finalizer(client, ResourceType.NAMESPACE_BACKUP, backup, false);
            case GroupAction.Enter(String lane) -> {
                int _ = runs.enter(key, uid, lane);
            }
            case GroupAction.Cancel() -> runs.cancel(key);
            case GroupAction.Drop() -> runs.drop(key);
            case GroupAction.Quiet(Container container, Quiesce quiesce) -> Patches.quiesce(client, container, quiesce);
            case GroupAction.Resume(Container container) -> Patches.quiesce(client, container, null);
            case GroupAction.CreatePart(VolumeBackup part) -> create(part);
            case GroupAction.Prepare(List<NodeCall> hooks) -> runs.start(key, uid, work.prepare(hooks));
            case GroupAction.CleanUp(List<NodeCall> hooks) -> runs.start(key, uid, work.cleanUp(hooks));
            case GroupAction.Archive(String repository) -> runs.start(key, uid, work.archive(backup, repository));
            case GroupAction.Remove(String repository, String id) -> runs.start(key, uid, work.remove(repository, id));
        }
    }

    private void create(VolumeBackup part) {
        try {
            client.create(ResourceType.VOLUME_BACKUP, part);
        } catch (ApiCallException e) {
            if (!e.alreadyExists()) {
                throw e;
            }
        }
    }
}
