package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.Tree;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.plan.VolumeSnapshot;
import dev.roadstead.controller.plan.restore.RestoreSnapshot;
import dev.roadstead.controller.plan.transfer.DataAction;
import dev.roadstead.controller.plan.transfer.Subject;
import dev.roadstead.controller.plan.transfer.Switch;
import dev.roadstead.controller.plan.transfer.TransferPlan;
import dev.roadstead.controller.plan.transfer.TransferPlanner;
import dev.roadstead.controller.plan.transfer.TransferSnapshot;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.reconcile.volume.VolumeTransfers;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.transfer.Filling;
import dev.roadstead.controller.transfer.Move;
import dev.roadstead.controller.transfer.Restore;
import dev.roadstead.controller.transfer.Steps;
import dev.roadstead.controller.transfer.VolumeContent;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills a new Volume from its source, and brings one to another node. Its passes are part of those over the Volume. */
public final class TransferReconciler implements VolumeTransfers {
    private static final Logger log = LoggerFactory.getLogger(TransferReconciler.class);

    private final TransferReader reader;
    private final DataWorld world;
    private final Copies copies;
    private final UnaryOperator<String> shard;
    private final Storyteller story;

    /**
     * Wires it up.
     *
     * @param copies of this loop alone
     * @param shard of a Volume's key: whoever owns it does it
     */
    public TransferReconciler(
            ApiClient client, DataWorld world, Copies copies, UnaryOperator<String> shard, EventRecorder events) {
        this.world = world;
        this.copies = copies;
        this.reader = new TransferReader(client, world, copies);
        this.shard = shard;
        this.story = new Storyteller(events);
    }

    @Override
    public Outcome advance(VolumeSnapshot seen) {
        return act(seen.volume());
    }

    @Override
    public boolean abandon(Volume volume) {
        TransferPlan plan = TransferPlanner.plan(reader.cached(volume));
        if (plan.actions().isEmpty() && plan.status() == null) {
            copies.drop(volume.key());
            return true;
        }
        Outcome _ = act(volume);
        return false;
    }

    @Override
    public void leave(String key) {
        copies.drop(key);
    }

    @Override
    public boolean isReserved(Volume volume) {
        Volume.Source source = volume.spec().source();
        String imported = source == null ? null : source.dockerVolume();
        return TransferSnapshot.dataOf(volume) == null
                && world.restores().all().stream()
                        .filter(restore -> Objects.equals(
                                restore.metadata().namespace(),
                                volume.metadata().namespace()))
                        .filter(restore -> restore.spec()
                                .target()
                                .volume()
                                .equals(volume.metadata().name()))
                        .map(RestoreSnapshot::unfinished)
                        .anyMatch(filled -> filled != null && !filled.equals(imported));
    }

    private Outcome act(Volume live) {
        DataActions actions = world.actions(shard.apply(live.key()));
        TransferSnapshot seen = reader.live(live);
        TransferPlan plan = TransferPlanner.plan(seen);
        Volume.Status status = plan.status();
        for (DataAction action : plan.actions()) {
            switch (action) {
                case DataAction.StartWork start -> start(live, start, actions.engines());
                case DataAction.DropWork() -> copies.drop(live.key());
                case DataAction.Quiet(var container, var quiesce) -> actions.quiesce(container, quiesce);
                case DataAction.Resume(var container) -> actions.quiesce(container, null);
                case DataAction.RemoveFilled filled -> {
                    if (!isRemoved(live, filled, actions) && status != null) {
                        status = Switch.leaving(status, filled.node(), filled.dockerVolume(), seen.now());
                    }
                }
                case DataAction.Hold _, DataAction.LetGo _, DataAction.CreateVolume _, DataAction.WriteVolume _ ->
                    throw new IllegalStateException(action + " is no part of a transfer");
            }
        }
        return commit(live, plan, status, actions);
    }

    /** What cannot be removed now must not keep containers from running: the status keeps it for the census of its node. */
    private static boolean isRemoved(Volume volume, DataAction.RemoveFilled filled, DataActions actions) {
        try {
            actions.remove(ResourceType.VOLUME, volume, volume.metadata().name(), filled);
            return true;
        } catch (HostException e) {
            log.warn("{} on node {} is not removed yet: {}", filled.dockerVolume(), filled.node(), e.getMessage());
            return false;
        }
    }

    private void start(Volume volume, DataAction.StartWork start, Engines engines) {
        String uid = volume.metadata().requireUid();
        Copied before = copies.result(volume.key(), uid).orElse(null);
        Copies.Job job = TransferSnapshot.isToBeMoved(volume)
                ? steps -> move(volume, start, before, engines, steps)
                : steps -> fill(volume, start, engines, steps);
        copies.start(volume.key(), uid, start.node(), job);
    }

    private Copied move(
            Volume volume, DataAction.StartWork start, @Nullable Copied before, Engines engines, Steps steps)
            throws IOException, InterruptedException {
        Move move = move(
                volume,
                start,
                Objects.requireNonNull(TransferSnapshot.nodeOf(volume)),
                Objects.requireNonNull(TransferSnapshot.dataOf(volume)),
                engines,
                steps);
        if (start.part() == DataAction.Part.HOT) {
            return ahead(move, start.dockerVolume());
        }
        Tree tree = move.rest(start.dockerVolume(), before instanceof Copied.Ahead ahead ? ahead.members() : null);
        return new Copied.Whole(tree.bytes(), null);
    }

    /** Files that grow or shrink while they are read may spoil the stream; nothing depends on what is copied ahead. */
    private static Copied ahead(Move move, String dockerVolume) throws IOException, InterruptedException {
        try {
            return new Copied.Ahead(move.ahead(dockerVolume));
        } catch (RepositoryException e) {
            log.info("what changed while it was copied ahead to {} is copied again: {}", dockerVolume, e.getMessage());
            return new Copied.Ahead(null);
        }
    }

    private static Move move(
            Volume volume, DataAction.StartWork start, String sourceNode, String source, Engines engines, Steps steps) {
        Host to = engines.of(start.node());
        return new Move(
                new VolumeContent(engines.of(sourceNode), source, engines.installation()),
                new Filling(to, engines.installation()),
                dockerVolume -> engines.makeFresh(
                        to, namespace(volume), volume.metadata().name(), dockerVolume),
                steps);
    }

    private Copied fill(Volume volume, DataAction.StartWork start, Engines engines, Steps steps)
            throws IOException, InterruptedException {
        return switch (reader.subject(volume)) {
            case Subject.Original(Volume original, boolean _) -> {
                Tree tree = move(
                                volume,
                                start,
                                Objects.requireNonNull(TransferSnapshot.nodeOf(original)),
                                Objects.requireNonNull(TransferSnapshot.dataOf(original)),
                                engines,
                                steps)
                        .rest(start.dockerVolume(), null);
                yield new Copied.Whole(tree.bytes(), null);
            }
            case Subject.Backup backup -> restore(volume, start, backup, engines, steps);
            case Subject other -> throw new SubjectGoneException(other);
        };
    }

    private Copied restore(
            Volume volume, DataAction.StartWork start, Subject.Backup backup, Engines engines, Steps steps)
            throws IOException, InterruptedException {
        Host host = engines.of(start.node());
        try (Repository repository = world.repositories().open(backup.repository())) {
            Manifest manifest = repository.manifest(backup.id());
            Restore copy = new Restore(
                    repository,
                    new Filling(host, engines.installation()),
                    dockerVolume -> engines.makeFresh(
                            host, namespace(volume), volume.metadata().name(), dockerVolume),
                    steps);
            return new Copied.Whole(
                    copy.run(manifest, Set.of(), start.dockerVolume()).bytes(), null);
        }
    }

    private Outcome commit(Volume read, TransferPlan plan, Volume.@Nullable Status status, DataActions actions) {
        if (status != null && !status.equals(read.status())) {
            actions.commit(ResourceType.VOLUME, read, status);
            story.tell(ResourceType.VOLUME, read, plan.notes());
        }
        return plan.lookAgain().<Outcome>map(Outcome.After::new).orElse(Outcome.DONE);
    }

    private static String namespace(Volume volume) {
        return Objects.requireNonNull(volume.metadata().namespace());
    }
}
