package dev.roadstead.controller.reconcile.backup;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.Note;
import dev.roadstead.controller.plan.backup.Proof;
import dev.roadstead.controller.plan.backup.ProofPlan;
import dev.roadstead.controller.plan.backup.ProofPlanner;
import dev.roadstead.controller.plan.backup.ScheduleSnapshot;
import dev.roadstead.controller.plan.backup.StepEnd.Broken;
import dev.roadstead.controller.plan.backup.StepEnd.Step;
import dev.roadstead.controller.reconcile.Storyteller;
import dev.roadstead.controller.run.Progress;
import dev.roadstead.controller.run.RunState;
import dev.roadstead.controller.run.Runs;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Has the newest backup of a Volume restored into a scratch volume when its schedule says so. Of the Volume's status it
 * writes lastVerified, of the VolumeBackup's lastVerified and condition Proven, and nothing else.
 */
public final class ProofReconciler implements Reconciler {
    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static final String CANCELLED = "Cancelled";

    private final JsonMapper mapper = Json.mapper();
    private final Function<String, ApiClient> clients;
    private final BackupCaches caches;
    private final Runs<Proof> runs;
    private final Prover prover;
    private final Storyteller story;
    private final InstantSource clock;

    /**
     * Wires it up.
     *
     * @param clients the API for a Volume's key, which writes only while this server owns that Volume
     */
    public ProofReconciler(
            Function<String, ApiClient> clients,
            BackupCaches caches,
            Runs<Proof> runs,
            Prover prover,
            EventRecorder events,
            InstantSource clock) {
        this.clients = clients;
        this.caches = caches;
        this.runs = runs;
        this.prover = prover;
        this.story = new Storyteller(events);
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        Volume volume = caches.volumes().find(parsed.namespace(), parsed.name());
        if (volume == null) {
            runs.drop(key);
            return Outcome.DONE;
        }
        String uid = volume.metadata().requireUid();
        var seen = new ScheduleSnapshot(volume, caches.backups().byIndex("volume", key), Set.of(), clock.instant());
        ProofPlanner.Standing standing = standing(key, uid);
        standing.ended().ifPresent(proof -> tellTrouble(volume, proof));
        switch (ProofPlanner.plan(seen, standing)) {
            case ProofPlan.Rest(Optional<Duration> lookAgain) -> {
                runs.drop(key);
                return lookAgain.<Outcome>map(Outcome.After::new).orElse(Outcome.DONE);
            }
            case ProofPlan.Wait(Duration lookAgain) -> {
                return new Outcome.After(lookAgain);
            }
            case ProofPlan.Enter(String node) -> {
                int _ = runs.enter(key, uid, node);
            }
            case ProofPlan.Prove prove -> runs.start(key, uid, progress -> prove(prove, progress));
            case ProofPlan.Settle result -> {
                record(volume, result);
                runs.drop(key);
            }
        }
        return new Outcome.After(AT_ONCE);
    }

    private ProofPlanner.Standing standing(String key, String uid) {
        int before = runs.before(key, uid).orElse(-1);
        RunState<Proof> state = runs.state(key, uid).orElse(null);
        Optional<Proof> ended = switch (state) {
            case RunState.Succeeded<Proof>(Proof proof) -> Optional.of(proof);
            case RunState.Failed<Proof> _ -> Optional.of(new Proof("", false, true, CANCELLED, "It was ended."));
            case RunState.Active<Proof> _ -> Optional.empty();
            case null -> Optional.empty();
        };
        return new ProofPlanner.Standing(before, state instanceof RunState.Active, ended);
    }

    /** What is in the way of a try proves nothing against the backup. */
    private Proof prove(ProofPlan.Prove prove, Progress progress) {
        String name = prove.backup().metadata().name();
        try {
            prover.prove(prove.backup(), prove.node(), prove.check(), progress);
            String message = "All of it was restored, read back, and is the same"
                    + (prove.check() == null ? "." : ", and the check command exited with 0.");
            return new Proof(name, true, false, "Restored", message);
        } catch (Exception e) {
            Broken broken = Failures.of(Step.STORE, e);
            return new Proof(name, false, !Failures.isOfTheBackup(e), broken.reason(), broken.message());
        }
    }

    /** Nobody else would learn why nothing is proven. */
    private void tellTrouble(Volume volume, Proof proof) {
        if (proof.passing() && !proof.reason().equals(CANCELLED)) {
            story.tell(
                    ResourceType.VOLUME,
                    volume,
                    Note.warning(
                            "RestoreNotTried",
                            "A restore of backup " + proof.backup() + " could not be tried to its end: "
                                    + proof.message() + " It is tried again."));
        }
    }

    /** The time of the try comes last: killed before, it is tried again. */
    private void record(Volume volume, ProofPlan.Settle result) {
        VolumeBackup backup = result.backup();
        VolumeBackup.Status before = Objects.requireNonNull(backup.status());
        List<Condition> conditions = Conditions.set(
                before.conditions(),
                ProofPlanner.PROVEN,
                result.proven() ? Condition.Status.True : Condition.Status.False,
                result.reason(),
                result.message(),
                backup.metadata().generation(),
                result.at());
        // Lists are replaced as a whole, so nobody else may have written meanwhile.
        ObjectNode ofBackup = PatchOf.unchanged(backup.metadata());
        ObjectNode status = ofBackup.putObject("status");
        status.set("conditions", mapper.valueToTree(conditions));
        if (result.proven()) {
            status.set("lastVerified", mapper.valueToTree(result.at()));
        }
        ApiClient client = clients.apply(volume.key());
        patchStatus(client, ResourceType.VOLUME_BACKUP, backup.metadata(), ofBackup);
        if (result.proven()) {
            ObjectNode ofVolume = PatchOf.same(volume.metadata());
            ofVolume.putObject("status").set("lastVerified", mapper.valueToTree(result.at()));
            patchStatus(client, ResourceType.VOLUME, volume.metadata(), ofVolume);
        }
        tried(client, volume, result.at());
        String name = backup.metadata().name();
        story.tell(
                ResourceType.VOLUME,
                volume,
                result.proven()
                        ? Note.normal("RestoreProven", "Backup " + name + " was restored on trial and is the same")
                        : Note.warning(
                                "RestoreFailed",
                                "A restore of backup " + name + " was tried and failed: " + result.message()
                                        + " Make another backup now."));
    }

    private static void tried(ApiClient client, Volume volume, Instant at) {
        ObjectNode patch = PatchOf.same(volume.metadata());
        patch.withObject("/metadata/annotations").put(Labels.PROOF_TRIED_AT, at.toString());
        client.patch(
                ResourceType.VOLUME,
                String.valueOf(volume.metadata().namespace()),
                volume.metadata().name(),
                patch);
    }

    private static void patchStatus(ApiClient client, ResourceType<?> type, ObjectMeta metadata, ObjectNode patch) {
        client.patchStatus(type, String.valueOf(metadata.namespace()), metadata.name(), patch);
    }
}
