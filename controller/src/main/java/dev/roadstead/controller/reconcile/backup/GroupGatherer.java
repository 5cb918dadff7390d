package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.HostDirectory;
import dev.roadstead.controller.plan.backup.GroupMember;
import dev.roadstead.controller.plan.backup.GroupSnapshot;
import dev.roadstead.controller.plan.backup.Users;
import dev.roadstead.controller.run.Runs;
import dev.roadstead.model.Container;
import dev.roadstead.model.NamespaceBackup;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers what a decision about a NamespaceBackup is made from. */
public final class GroupGatherer {
    private final ApiClient client;
    private final BackupCaches caches;
    private final HostDirectory hosts;
    private final InstantSource clock;

    public GroupGatherer(ApiClient client, BackupCaches caches, HostDirectory hosts, InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.hosts = hosts;
        this.clock = clock;
    }

    GroupSnapshot gather(NamespaceBackup live, Runs<BackupWork.Done> runs) {
        return new GroupSnapshot(
                live,
                volumes(live).stream().map(name -> member(live, name)).toList(),
                client.find(ResourceType.BACKUP_REPOSITORY, "", live.spec().repository())
                        .orElse(null),
                live.metadata().deleting()
                        && client.find(ResourceType.NAMESPACE, "", namespace(live))
                                .map(found -> found.metadata().deleting())
                                .orElse(false),
                RunViews.of(runs, live, clock),
                clock.instant());
    }

    /** Containers that keep still for it, as far as memory knows. */
    List<Container> told(NamespaceBackup backup) {
        List<Container> users = volumes(backup).stream()
                .flatMap(volume -> caches.containers().byIndex("volume", namespace(backup) + "/" + volume).stream())
                .toList();
        return new Users(GroupSnapshot.purpose(backup), users).told();
    }

    /** Those that are asked for; or all that have data, and once it began, those that it began with. */
    private List<String> volumes(NamespaceBackup backup) {
        if (!backup.spec().volumes().isEmpty()) {
            return backup.spec().volumes().stream().distinct().sorted().toList();
        }
        String prefix = backup.metadata().name() + "-";
        List<String> begun =
                backup.status() == null ? List.of() : backup.status().backups();
        if (!begun.isEmpty()) {
            return begun.stream().map(name -> name.substring(prefix.length())).toList();
        }
        return caches.volumes().all().stream()
                .filter(volume -> namespace(backup).equals(volume.metadata().namespace()))
                .filter(volume -> volume.status() != null && volume.status().dockerVolume() != null)
                .map(volume -> volume.metadata().name())
                .toList();
    }

    private GroupMember member(NamespaceBackup backup, String name) {
        Optional<Volume> volume = client.find(ResourceType.VOLUME, namespace(backup), name);
        List<Container> users = caches.containers().byIndex("volume", namespace(backup) + "/" + name).stream()
                .map(user -> client.find(
                        ResourceType.CONTAINER,
                        namespace(backup),
                        user.metadata().name()))
                .flatMap(Optional::stream)
                .toList();
        Optional<VolumeBackup> named = client.find(
                ResourceType.VOLUME_BACKUP, namespace(backup), backup.metadata().name() + "-" + name);
        Optional<VolumeBackup> part = named.filter(found -> isPart(backup, found));
        String foreign = part.isPresent()
                ? null
                : named.map(found -> found.metadata().name()).orElse(null);
        return new GroupMember(
                name, volume.orElse(null), users, part.orElse(null), foreign, obstacle(backup, name, volume));
    }

    /** One that an earlier backup of the same name left, or a user made, was not read with the others. */
    private static boolean isPart(NamespaceBackup backup, VolumeBackup found) {
        String uid = backup.metadata().requireUid();
        return !found.metadata().deleting()
                && found.metadata().ownerReferences().stream()
                        .anyMatch(owner -> owner.uid().equals(uid));
    }

    private @Nullable String obstacle(NamespaceBackup backup, String name, Optional<Volume> volume) {
        if (volume.isEmpty()) {
            return "There is no Volume " + name + " in this namespace yet.";
        }
        Volume.Status data = volume.get().status();
        if (data == null || data.nodeName() == null || data.dockerVolume() == null) {
            return "Volume " + name + " has no data yet: no container has used it.";
        }
        if (!(hosts.access(data.nodeName()) instanceof HostAccess.Open)) {
            return "Node " + data.nodeName() + " of Volume " + name + " cannot be asked.";
        }
        return caches.backups().byIndex("volume", namespace(backup) + "/" + name).stream()
                .filter(other -> other.status() != null && other.status().phase() == Phase.Running)
                .findFirst()
                .map(other -> "VolumeBackup/" + other.metadata().name() + " works with Volume " + name + ".")
                .orElse(null);
    }

    private static String namespace(NamespaceBackup backup) {
        return String.valueOf(backup.metadata().namespace());
    }
}
