package dev.roadstead.controller.reconcile.volume;

import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.Reasons;
import dev.roadstead.controller.plan.VolumePlan;
import dev.roadstead.controller.plan.VolumePlanner;
import dev.roadstead.controller.plan.VolumeSnapshot;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings the Docker volume of one Volume nearer to what is asked for, on the node that has it. */
public final class VolumeReconciler implements Reconciler {
    /** More than the longest way: create, look. */
    private static final int MAX_ROUNDS = 5;

    private static final Duration SOON = Duration.ofSeconds(1);

    private final ApiClient client;
    private final VolumeGatherer gatherer;
    private final VolumeTransfers transfers;
    private final StatusCommitter committer;
    private final Storyteller story;

    public VolumeReconciler(
            ApiClient client, VolumeGatherer gatherer, VolumeTransfers transfers, EventRecorder events) {
        this.client = client;
        this.gatherer = gatherer;
        this.transfers = transfers;
        this.committer = new StatusCommitter(client);
        this.story = new Storyteller(events);
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        Optional<Volume> cached = gatherer.cached(parsed);
        if (cached.isEmpty()) {
            return Outcome.DONE;
        }
        if (transfers.isReserved(cached.get())) {
            return new Outcome.After(SOON);
        }
        HostAccess access = gatherer.access(cached.get());
        if (access instanceof HostAccess.Pending) {
            // Whoever opens the way asks for a pass over every volume behind it.
            return Outcome.DONE;
        }
        try {
            VolumeSnapshot seen = gatherer.gather(cached.get(), access);
            VolumePlan plan = VolumePlanner.plan(seen);
            boolean settled = plan.actions().isEmpty() && !plan.released() && isHeld(cached.get());
            if (settled && !isForTransfers(cached.get())) {
                return commit(cached.get(), plan);
            }
        } catch (HostException e) {
            return new Outcome.Retry(String.valueOf(e.getMessage()));
        }
        // There is something to do, so memory is no longer good enough.
        return client.find(ResourceType.VOLUME, parsed.namespace(), parsed.name())
                .map(live -> act(live, access))
                .orElse(Outcome.DONE);
    }

    private static boolean isHeld(Volume volume) {
        return volume.metadata().deleting() || volume.metadata().finalizers().contains(Labels.VOLUME_FINALIZER);
    }

    private static boolean isForTransfers(Volume volume) {
        return volume.metadata().deleting() || VolumeTransfers.concerns(volume);
    }

    private Outcome act(Volume live, HostAccess access) {
        Volume held = isHeld(live) ? live : client.hold(ResourceType.VOLUME, live, Labels.VOLUME_FINALIZER, true);
        if (held.metadata().deleting()) {
            return transfers.abandon(held) ? converge(held, access) : new Outcome.After(SOON);
        }
        if (VolumeTransfers.concerns(held)) {
            try {
                return transfers.advance(gatherer.gather(held, access));
            } catch (HostException e) {
                return new Outcome.Retry(String.valueOf(e.getMessage()));
            }
        }
        return converge(held, access);
    }

    private Outcome converge(Volume live, HostAccess access) {
        Volume known = live;
        Optional<VolumeSnapshot> seen = Optional.empty();
        List<Note> notes = new ArrayList<>();
        try {
            for (int round = 0; round < MAX_ROUNDS; round++) {
                VolumeSnapshot now = gatherer.gather(known, access);
                seen = Optional.of(now);
                VolumePlan plan = VolumePlanner.plan(now);
                if (access instanceof HostAccess.Open(Host host)) {
                    plan.actions().forEach(host::run);
                }
                notes.addAll(plan.notes());
                if (plan.released()) {
                    story.tell(ResourceType.VOLUME, live, notes);
                    return release(live);
                }
                if (plan.actions().isEmpty()) {
                    committer.commit(ResourceType.VOLUME, live, plan.status());
                    story.tell(ResourceType.VOLUME, live, notes);
                    return outcome(plan);
                }
                known = new Volume(live.metadata(), live.spec(), plan.status());
            }
        } catch (HostException e) {
            return fail(live, seen, e);
        }
        return new Outcome.Retry("its Docker volume does not stay as it is made");
    }

    private Outcome commit(Volume read, VolumePlan plan) {
        committer.commit(ResourceType.VOLUME, read, plan.status());
        story.tell(ResourceType.VOLUME, read, plan.notes());
        return outcome(plan);
    }

    private static Outcome outcome(VolumePlan plan) {
        return plan.lookAgain().<Outcome>map(Outcome.After::new).orElse(Outcome.DONE);
    }

    private Outcome fail(Volume read, Optional<VolumeSnapshot> seen, HostException e) {
        String said = String.valueOf(e.getMessage());
        boolean unclear = e.kind() == Kind.UNREACHABLE || e.kind() == Kind.BARRED;
        if (unclear || seen.isEmpty()) {
            return new Outcome.Retry(said);
        }
        committer.commit(ResourceType.VOLUME, read, VolumePlanner.failed(seen.get(), said));
        story.tell(ResourceType.VOLUME, read, Note.warning(Reasons.ENGINE_FAILED, said));
        return new Outcome.Retry(said);
    }

    private Outcome release(Volume volume) {
        if (volume.metadata().finalizers().contains(Labels.VOLUME_FINALIZER)) {
            try {
                client.hold(ResourceType.VOLUME, volume, Labels.VOLUME_FINALIZER, false);
            } catch (ApiCallException e) {
                if (!e.notFound()) {
                    throw e;
                }
            }
        }
        return Outcome.DONE;
    }
}
