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
import dev.roadstead.controller.transfer.Filling;
import dev.roadstead.controller.transfer.Restore;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeRestore;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Brings one VolumeRestore nearer to its end. What is decided from memory is decided again from the server before anything
 * is done.
 */
public final class RestoreReconciler implements Reconciler {
    private final ApiClient client;
    private final RestoreReader reader;
    private final DataWorld world;
    private final Copies copies;
    private final UnaryOperator<String> shard;
    private final Storyteller story;

    /**
     * Wires it up.
     *
     * @param copies of this loop alone
     * @param shard of a key: whoever owns it does it
     */
    public RestoreReconciler(
            ApiClient client, DataWorld world, Copies copies, UnaryOperator<String> shard, EventRecorder events) {
        this.client = client;
        this.world = world;
        this.copies = copies;
        this.reader = new RestoreReader(client, world, copies);
        this.shard = shard;
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
        DataActions actions = world.actions(shard.apply(key));
        RestoreSnapshot seen = reader.cached(cached);
        RestorePlan plan = RestorePlanner.plan(seen);
        boolean acts = !plan.actions().isEmpty() || RestorePlanner.needsSubject(seen);
        if (!acts) {
            return commit(cached, plan, actions);
        }
        try {
            return client.find(ResourceType.VOLUME_RESTORE, parsed.namespace(), parsed.name())
                    .map(live -> act(live, actions))
                    .orElse(Outcome.DONE);
        } catch (HostException e) {
            return new Outcome.Retry(String.valueOf(e.getMessage()));
        }
    }

    private Outcome act(VolumeRestore live, DataActions actions) {
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
                case DataAction.StartWork start -> start(now, start, actions.engines());
                case DataAction.DropWork() -> copies.drop(now.key());
                case DataAction.CreateVolume(var volume) -> actions.createVolume(volume);
                case DataAction.Quiet(var container, var quiesce) -> actions.quiesce(container, quiesce);
                case DataAction.Resume(var container) -> actions.quiesce(container, null);
                case DataAction.WriteVolume write -> actions.writeVolume(write);
                case DataAction.RemoveFilled filled ->
                    actions.remove(
                            ResourceType.VOLUME_RESTORE,
                            now,
                            now.spec().target().volume(),
                            filled);
            }
        }
        return commit(now, plan, actions);
    }

    private void start(VolumeRestore restore, DataAction.StartWork start, Engines engines) {
        copies.start(restore.key(), restore.metadata().requireUid(), start.node(), steps -> {
            Subject subject = reader.subject(restore);
            if (!(subject instanceof Subject.Backup backup)) {
                throw new SubjectGoneException(subject);
            }
            Host host = engines.of(start.node());
            try (Repository repository = world.repositories().open(backup.repository())) {
                Manifest manifest = repository.manifest(backup.id());
                Restore copy = new Restore(
                        repository,
                        new Filling(host, engines.installation()),
                        dockerVolume -> engines.makeFresh(
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

    private Outcome commit(VolumeRestore read, RestorePlan plan, DataActions actions) {
        if (!plan.status().equals(read.status()) && read.metadata().uid() != null) {
            actions.commit(ResourceType.VOLUME_RESTORE, read, plan.status());
            story.tell(ResourceType.VOLUME_RESTORE, read, List.copyOf(plan.notes()));
        }
        return plan.lookAgain().<Outcome>map(Outcome.After::new).orElse(Outcome.DONE);
    }

    private static String namespace(VolumeRestore restore) {
        return Objects.requireNonNull(restore.metadata().namespace());
    }
}
