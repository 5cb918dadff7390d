package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.Tree;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.restore.RestorePlan;
import dev.roadstead.controller.plan.restore.RestorePlanner;
import dev.roadstead.controller.plan.restore.RestoreSnapshot;
import dev.roadstead.controller.plan.transfer.DataAction;
import dev.roadstead.controller.plan.transfer.Subject;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.controller.transfer.Filling;
import dev.roadstead.controller.transfer.Restore;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeRestore;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Brings one VolumeRestore nearer to its end. What is decided from memory is decided again from the server before anything
 * is done.
 */
public final class RestoreReconciler implements Reconciler {
    private final ApiClient client;
    private final RestoreReader reader;
    private final DataWorld world;
    private final Copies copies;
    private final DataActions actions;
    private final StatusCommitter committer;
    private final Storyteller story;

    /** {@code copies}: of this loop alone. */
    public RestoreReconciler(ApiClient client, DataWorld world, Copies copies, EventRecorder events) {
        this.client = client;
        this.world = world;
        this.copies = copies;
        this.reader = new RestoreReader(client, world, copies);
        this.actions = new DataActions(client);
        this.committer = new StatusCommitter(client);
        this.story = new Storyteller(events);
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        VolumeRestore cached = world.restores().find(parsed.namespace(), parsed.name());
        if (cached == null) {
            copies.drop(key);
            return Outcome.DONE;
        }
        RestoreSnapshot seen = reader.cached(cached);
        RestorePlan plan = RestorePlanner.plan(seen);
        boolean acts = !plan.actions().isEmpty() || RestorePlanner.needsSubject(seen);
        if (!acts) {
            return commit(cached, plan);
        }
        try {
            return client.find(ResourceType.VOLUME_RESTORE, parsed.namespace(), parsed.name())
                    .map(this::act)
                    .orElse(Outcome.DONE);
        } catch (HostException e) {
            return new Outcome.Retry(String.valueOf(e.getMessage()));
        }
    }

    private Outcome act(VolumeRestore live) {
        RestorePlan plan = RestorePlanner.plan(reader.live(live));
        VolumeRestore now = live;
        for (DataAction action : plan.actions()) {
            switch (action) {
                case DataAction.Hold() ->
                    now = actions.hold(ResourceType.VOLUME_RESTORE, now, Labels.RESTORE_FINALIZER, true);
                case DataAction.LetGo() -> {
                    actions.hold(ResourceType.VOLUME_RESTORE, now, Labels.RESTORE_FINALIZER, false);
                    return Outcome.DONE;
                }
                case DataAction.StartWork start -> start(now, start);
                case DataAction.DropWork() -> copies.drop(now.key());
                case DataAction.CreateVolume(var volume) -> actions.createVolume(volume);
                case DataAction.Quiet(var container, var quiesce) -> actions.quiesce(container, quiesce);
                case DataAction.Resume(var container) -> actions.quiesce(container, null);
                case DataAction.WriteVolume write -> actions.writeVolume(write);
                case DataAction.RemoveFilled(String node, String dockerVolume) -> remove(now, node, dockerVolume);
            }
        }
        return commit(now, plan);
    }

    /** What is on a node that is no more is beyond reach. */
    private void remove(VolumeRestore restore, String node, String dockerVolume) {
        Engines engines = world.engines();
        if (engines.exists(node)) {
            boolean _ = engines.removeFilled(
                    engines.of(node),
                    namespace(restore),
                    restore.spec().target().volume(),
                    dockerVolume);
        }
    }

    private void start(VolumeRestore restore, DataAction.StartWork start) {
        copies.start(restore.key(), restore.metadata().requireUid(), start.node(), steps -> {
            Subject subject = reader.subject(restore);
            if (!(subject instanceof Subject.Backup backup)) {
                throw new SubjectGoneException(subject);
            }
            Host host = world.engines().of(start.node());
            try (Repository repository = world.repositories().open(backup.repository())) {
                Manifest manifest = repository.manifest(backup.id());
                Restore copy = new Restore(
                        repository,
                        new Filling(host, world.engines().installation()),
                        dockerVolume -> world.engines()
                                .makeFresh(
                                        host,
                                        namespace(restore),
                                        restore.spec().target().volume(),
                                        dockerVolume),
                        steps);
                Tree tree = copy.run(manifest, Set.copyOf(restore.spec().paths()), start.dockerVolume());
                return new Copied.Whole(tree.bytes(), world.backups().original(manifest));
            }
        });
    }

    private Outcome commit(VolumeRestore read, RestorePlan plan) {
        if (!plan.status().equals(read.status()) && read.metadata().uid() != null) {
            committer.commit(ResourceType.VOLUME_RESTORE, read, plan.status());
            story.tell(ResourceType.VOLUME_RESTORE, read, List.copyOf(plan.notes()));
        }
        return plan.lookAgain().<Outcome>map(Outcome.After::new).orElse(Outcome.DONE);
    }

    private static String namespace(VolumeRestore restore) {
        return Objects.requireNonNull(restore.metadata().namespace());
    }
}
