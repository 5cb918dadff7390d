package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.plan.backup.BackupRemoval;
import dev.roadstead.controller.plan.backup.BackupSnapshot;
import dev.roadstead.controller.plan.backup.RunView;
import dev.roadstead.controller.plan.backup.SchedulePlanner;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.Container;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import dev.roadstead.model.VolumeRestore;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers what a decision about a backup is made from: what it depends on live, what it only waits for from memory. */
final class BackupGatherer {
    private final ApiClient client;
    private final BackupCaches caches;
    private final HostDirectory hosts;
    private final InstantSource clock;

    BackupGatherer(ApiClient client, BackupCaches caches, HostDirectory hosts, InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.hosts = hosts;
        this.clock = clock;
    }

    BackupSnapshot gather(VolumeBackup live, RunView run) {
        String namespace = namespace(live);
        Volume volume = client.find(ResourceType.VOLUME, namespace, live.spec().volume())
                .orElse(null);
        String repository = BackupSnapshot.repositoryOf(live, volume);
        return new BackupSnapshot(
                live,
                volume,
                repository == null ? null : repository(repository),
                liveUsers(live),
                unreachable(volume),
                rival(live, volume),
                reader(live),
                previous(live, repository),
                live.metadata().deleting() && isNamespaceGoing(namespace),
                live.spec().group() != null && isAnyTold(namespace, BackupSnapshot.purpose(live)),
                run,
                clock.instant());
    }

    /** As far as memory knows them. */
    List<Container> cachedUsers(VolumeBackup backup) {
        return caches.containers()
                .byIndex("volume", namespace(backup) + "/" + backup.spec().volume());
    }

    /** Containers that are told something are told it from what they are now; those that are recorded are never missed. */
    private List<Container> liveUsers(VolumeBackup backup) {
        Map<String, Container> users = new TreeMap<>();
        for (Container known : cachedUsers(backup)) {
            find(namespace(backup), known.metadata().name(), users);
        }
        VolumeBackup.Status status = backup.status();
        for (String recorded : status == null ? List.<String>of() : status.quiesced()) {
            if (!users.containsKey(recorded)) {
                find(namespace(backup), recorded, users);
            }
        }
        return List.copyOf(users.values());
    }

    private void find(String namespace, String name, Map<String, Container> into) {
        client.find(ResourceType.CONTAINER, namespace, name).ifPresent(container -> into.put(name, container));
    }

    /** One that memory does not know may have been made a moment ago; whether it is gone must be sure. */
    private @Nullable BackupRepository repository(String name) {
        BackupRepository known = caches.repositories().find("", name);
        return known != null
                ? known
                : client.find(ResourceType.BACKUP_REPOSITORY, "", name).orElse(null);
    }

    private @Nullable String unreachable(@Nullable Volume volume) {
        String node = volume == null || volume.status() == null
                ? null
                : volume.status().nodeName();
        if (node == null) {
            return null;
        }
        return switch (hosts.access(node)) {
            case HostAccess.Open _ -> null;
            case HostAccess.Pending() -> "the first contact is being made.";
            case HostAccess.Closed(String why) -> why;
            case HostAccess.NoNode() -> "there is no such Node.";
        };
    }

    private @Nullable String rival(VolumeBackup backup, @Nullable Volume volume) {
        var transfer = volume == null || volume.status() == null
                ? null
                : volume.status().transfer();
        if (transfer != null && transfer.phase() != Volume.Transfer.Phase.Failed) {
            return "A move to node " + transfer.to();
        }
        return ofTheVolume(backup).stream()
                .filter(other -> other.status() != null && other.status().phase() == Phase.Running)
                .map(other -> "VolumeBackup/" + other.metadata().name())
                .findFirst()
                .orElse(null);
    }

    private @Nullable String reader(VolumeBackup backup) {
        if (!backup.metadata().deleting()) {
            return null;
        }
        String name = backup.metadata().name();
        return caches.restores().all().stream()
                .filter(restore -> namespace(backup).equals(restore.metadata().namespace()))
                .filter(restore -> name.equals(restore.spec().backup()) && !isOver(restore))
                .map(restore -> "VolumeRestore/" + restore.metadata().name())
                .findFirst()
                .or(() -> caches.volumes().all().stream()
                        .filter(volume ->
                                namespace(backup).equals(volume.metadata().namespace()))
                        .filter(volume -> isFilledWith(volume, name))
                        .map(volume -> "Volume/" + volume.metadata().name())
                        .findFirst())
                .orElse(null);
    }

    /** As far as memory knows: those whose archives may go from a repository now. */
    List<VolumeBackup> removable(String repository) {
        Map<String, Boolean> going = new HashMap<>();
        return caches.backups().all().stream()
                .filter(backup -> BackupRemoval.isDue(backup, repository))
                .filter(backup -> reader(backup) == null)
                .filter(backup -> !going.computeIfAbsent(namespace(backup), this::isNamespaceGoing))
                .toList();
    }

    private static boolean isOver(VolumeRestore restore) {
        return restore.status() != null
                && (restore.status().phase() == VolumeRestore.Phase.Completed
                        || restore.status().phase() == VolumeRestore.Phase.Failed);
    }

    /** Whether it is yet to get what is in the backup. */
    static boolean isFilledWith(Volume volume, String backup) {
        Volume.Source source = volume.spec().source();
        return source != null
                && backup.equals(source.backup())
                && (volume.status() == null || volume.status().dockerVolume() == null);
    }

    private @Nullable VolumeBackup previous(VolumeBackup backup, @Nullable String repository) {
        return ofTheVolume(backup).stream()
                .filter(SchedulePlanner::isGood)
                .filter(other ->
                        other.status() != null && Objects.equals(other.status().repository(), repository))
                .max(Comparator.comparing(other -> Objects.requireNonNull(
                        Objects.requireNonNull(other.status()).completedAt())))
                .orElse(null);
    }

    private List<VolumeBackup> ofTheVolume(VolumeBackup backup) {
        return caches
                .backups()
                .byIndex("volume", namespace(backup) + "/" + backup.spec().volume())
                .stream()
                .filter(other -> !other.key().equals(backup.key()))
                .toList();
    }

    private boolean isAnyTold(String namespace, String purpose) {
        return caches.containers().all().stream()
                .filter(container -> namespace.equals(container.metadata().namespace()))
                .map(container -> container.spec().quiesce())
                .anyMatch(quiesce -> quiesce != null && quiesce.by().equals(purpose));
    }

    private boolean isNamespaceGoing(String namespace) {
        return client.find(ResourceType.NAMESPACE, "", namespace)
                .map(found -> found.metadata().deleting())
                .orElse(false);
    }

    static String namespace(VolumeBackup backup) {
        return Objects.requireNonNull(backup.metadata().namespace());
    }
}
