package dev.roadstead.controller.app;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.informer.Informer;
import dev.roadstead.controller.lease.FencedClient;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.loop.ControllerLoop;
import dev.roadstead.controller.loop.LoopConfig;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.backup.Proof;
import dev.roadstead.controller.reconcile.PullSecrets;
import dev.roadstead.controller.reconcile.backup.BackupCaches;
import dev.roadstead.controller.reconcile.backup.BackupReconciler;
import dev.roadstead.controller.reconcile.backup.BackupWork;
import dev.roadstead.controller.reconcile.backup.Engines;
import dev.roadstead.controller.reconcile.backup.GroupGatherer;
import dev.roadstead.controller.reconcile.backup.GroupReconciler;
import dev.roadstead.controller.reconcile.backup.GroupWork;
import dev.roadstead.controller.reconcile.backup.Manifests;
import dev.roadstead.controller.reconcile.backup.NamespaceArchive;
import dev.roadstead.controller.reconcile.backup.ProofReconciler;
import dev.roadstead.controller.reconcile.backup.QuiesceReconciler;
import dev.roadstead.controller.reconcile.backup.Repositories;
import dev.roadstead.controller.reconcile.backup.RestoreCheck;
import dev.roadstead.controller.reconcile.backup.ScheduleReconciler;
import dev.roadstead.controller.reconcile.backup.ScratchRestore;
import dev.roadstead.controller.reconcile.backup.Trials;
import dev.roadstead.controller.run.Places;
import dev.roadstead.controller.run.Runs;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.trigger.BackupTriggers;
import dev.roadstead.model.Resource;
import dev.roadstead.model.VolumeBackup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The loops that back Volumes up, and which change of which kind wakes which of them. */
final class BackupLoops implements AutoCloseable {
    private static final int WORKERS = 4;
    private static final int GROUPS_PER_LANE = 1;
    private static final int GROUPS_OVERALL = 8;
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration REPOSITORY_PAUSE = Duration.ofSeconds(15);
    private static final Duration CHECK_POLL = Duration.ofMillis(500);
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);

    private final Informers informers;
    private final Ownership ownership;
    private final ControllerLoop backups;
    private final ControllerLoop groups;
    private final ControllerLoop schedules;
    private final ControllerLoop proofs;
    private final ControllerLoop quiesced;
    private final List<Runs<?>> runs;

    /** What they are made from; {@code places} are shared by all that reads and writes Volumes. */
    record Parts(
            ApiClient client,
            Informers informers,
            HostDirectory hosts,
            Ownership ownership,
            Shards shards,
            Repositories repositories,
            Places places,
            Trials trials,
            EventRecorder events,
            String installation,
            InstantSource clock) {}

    BackupLoops(Parts parts) {
        this.informers = parts.informers();
        this.ownership = parts.ownership();
        BackupCaches caches = new BackupCaches(
                informers.backups.lister(),
                informers.volumes.lister(),
                informers.repositories.lister(),
                informers.restores.lister(),
                informers.containers.lister(),
                informers.applications.lister(),
                informers.nodes.lister());
        var engines = new Engines(parts.hosts(), parts.installation());
        var toBackups = new LateKeys();
        var toGroups = new LateKeys();
        var toProofs = new LateKeys();
        Runs<BackupWork.Done> ofBackups = new Runs<>(parts.places(), toBackups);
        // A group keeps its place while its parts wait for theirs: from the same places they might never get any.
        Runs<BackupWork.Done> ofGroups = new Runs<>(new Places(GROUPS_PER_LANE, GROUPS_OVERALL), toGroups);
        Runs<Proof> ofProofs = new Runs<>(parts.places(), toProofs);
        this.runs = List.of(ofBackups, ofGroups, ofProofs);
        Function<String, ApiClient> ofVolume = volume ->
                new FencedClient(parts.client(), ownership, parts.shards().volume(volume));
        ApiClient ofApplications = new FencedClient(parts.client(), ownership, Shards.APPLICATIONS);

        this.backups = loop("backups", backupReconciler(parts, caches, engines, ofBackups));
        this.groups = sharded(
                "namespace backups",
                new GroupReconciler(
                        ofApplications,
                        informers.namespaceBackups.lister(),
                        new GroupGatherer(parts.client(), caches, parts.hosts(), parts.clock()),
                        ofGroups,
                        new GroupWork(
                                engines,
                                parts.repositories(),
                                new NamespaceArchive(parts.client()::getRaw),
                                parts.installation(),
                                parts.clock()),
                        parts.events()),
                _ -> Shards.APPLICATIONS,
                ofGroups::drop);
        this.schedules = sharded(
                "backup schedules",
                new ScheduleReconciler(ofVolume, caches, parts.events(), parts.clock()),
                parts.shards()::volume,
                _ -> {});
        this.proofs = sharded(
                "restores on trial",
                new ProofReconciler(
                        ofVolume,
                        caches,
                        ofProofs,
                        new ScratchRestore(
                                parts.repositories(),
                                engines::of,
                                new RestoreCheck(
                                        parts.client(),
                                        new PullSecrets(parts.client(), informers.serviceAccounts.lister()),
                                        parts.installation(),
                                        parts.clock(),
                                        CHECK_POLL),
                                parts.trials(),
                                parts.installation()),
                        parts.events(),
                        parts.clock()),
                parts.shards()::volume,
                ofProofs::drop);
        this.quiesced = sharded(
                "quiesced containers",
                new QuiesceReconciler(ofApplications, informers.containers.lister(), parts.events()),
                _ -> Shards.APPLICATIONS,
                _ -> {});
        toBackups.to(backups::enqueue);
        toGroups.to(groups::enqueue);
        toProofs.to(proofs::enqueue);
    }

    private BackupReconciler backupReconciler(
            Parts parts, BackupCaches caches, Engines engines, Runs<BackupWork.Done> ofBackups) {
        var work = new BackupWork(
                engines,
                engines,
                parts.repositories(),
                new Manifests(caches, parts.installation()),
                backup -> ownership.owns(shard(parts.shards(), backup)),
                parts.installation(),
                parts.clock(),
                REPOSITORY_PAUSE);
        return new BackupReconciler(
                parts.client(),
                caches,
                parts.hosts(),
                ownership,
                backup -> shard(parts.shards(), backup),
                ofBackups,
                work,
                parts.events(),
                parts.clock());
    }

    private static String shard(Shards shards, VolumeBackup backup) {
        return shards.volume(backup.metadata().namespace() + "/" + backup.spec().volume());
    }

    private ControllerLoop sharded(
            String name, Reconciler reconciler, UnaryOperator<String> shard, Consumer<String> abandoned) {
        return loop(name, new Sharded(reconciler, ownership, shard, abandoned));
    }

    private static ControllerLoop loop(String name, Reconciler reconciler) {
        return new ControllerLoop(
                name,
                reconciler,
                new LoopConfig(WORKERS, LoopConfig.DEFAULT.passDeadline(), FIRST_BACKOFF, MAX_BACKOFF));
    }

    void wokenByChanges() {
        var triggers = new BackupTriggers(informers.backups.lister(), informers.namespaceBackups.lister());
        wake(backups, informers.backups, BackupTriggers::backup);
        wake(backups, informers.volumes, triggers::ofVolume);
        wake(backups, informers.containers, triggers::ofContainer);
        wake(groups, informers.namespaceBackups, BackupTriggers::group);
        wake(groups, informers.backups, BackupTriggers::groupOf);
        wake(groups, informers.containers, triggers::groupsOfContainer);
        wake(schedules, informers.volumes, BackupTriggers::volume);
        wake(schedules, informers.backups, BackupTriggers::volumeOf);
        wake(proofs, informers.volumes, BackupTriggers::volume);
        wake(proofs, informers.backups, BackupTriggers::volumeOf);
        wake(quiesced, informers.containers, BackupTriggers::quiesced);
        wakeQuiescedWhenGone(informers.backups);
        wakeQuiescedWhenGone(informers.namespaceBackups);
        wakeQuiescedWhenGone(informers.restores);
    }

    private void wakeQuiescedWhenGone(Informer<?> informer) {
        informer.onChange((before, after) -> {
            if (before != null && after == null) {
                wakeQuiesced();
            }
        });
    }

    private void wakeQuiesced() {
        informers.containers.lister().all().stream()
                .filter(container -> container.spec().quiesce() != null)
                .forEach(container -> quiesced.enqueue(container.key()));
    }

    void start() {
        List.of(backups, groups, schedules, proofs, quiesced).forEach(ControllerLoop::start);
    }

    /** All that may have become this server's. */
    void wakeAll() {
        informers.backups.lister().all().forEach(backup -> backups.enqueue(backup.key()));
        informers.namespaceBackups.lister().all().forEach(group -> groups.enqueue(group.key()));
        informers.volumes.lister().all().forEach(volume -> {
            schedules.enqueue(volume.key());
            proofs.enqueue(volume.key());
        });
        wakeQuiesced();
    }

    private static <T extends Resource> void wake(
            ControllerLoop loop, Informer<T> informer, BiFunction<@Nullable T, @Nullable T, Set<String>> keys) {
        informer.onChange((before, after) -> keys.apply(before, after).forEach(loop::enqueue));
    }

    /** Passes first, then what they started. */
    @Override
    public void close() {
        List.of(backups, groups, schedules, proofs, quiesced).forEach(ControllerLoop::close);
        runs.forEach(Runs::close);
    }
}
