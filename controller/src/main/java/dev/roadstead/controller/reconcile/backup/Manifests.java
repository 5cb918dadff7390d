package dev.roadstead.controller.reconcile.backup;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Tree;
import dev.roadstead.model.Json;
import dev.roadstead.model.Node;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the manifests of backups: what was backed up, where, how, and what used it. */
public final class Manifests {
    private final JsonMapper mapper = Json.mapper();
    private final BackupCaches caches;
    private final String installation;

    public Manifests(BackupCaches caches, String installation) {
        this.caches = caches;
        this.installation = installation;
    }

    Manifest of(VolumeBackup backup, String id, Tree readBack, Instant now) {
        VolumeBackup.Status status = Objects.requireNonNull(backup.status());
        String namespace = BackupGatherer.namespace(backup);
        Volume volume = caches.volumes().find(namespace, backup.spec().volume());
        String node = volume == null || volume.status() == null ? null : volume.status().nodeName();
        long changed = status.changedFiles() == null ? 0 : status.changedFiles();
        return new Manifest(
                Manifest.FORMAT,
                id,
                Manifest.Kind.volume,
                installation,
                node,
                engine(node),
                namespace + "/" + backup.spec().volume(),
                backup.spec().group(),
                Objects.requireNonNull(status.startedAt()),
                now,
                String.valueOf(status.consistency()),
                new Tree(readBack.files(), readBack.bytes(), readBack.hash(), changed),
                status.storedBytes() == null ? 0 : status.storedBytes().value(),
                String.valueOf(status.archiveHash()),
                objects(backup, volume));
    }

    private @Nullable String engine(@Nullable String name) {
        Node node = name == null ? null : caches.nodes().find("", name);
        return node == null || node.status() == null || node.status().engine() == null
                ? null
                : node.status().engine().id();
    }

    private Map<String, String> objects(VolumeBackup backup, @Nullable Volume volume) {
        Map<String, String> objects = new TreeMap<>();
        if (volume != null) {
            put(ResourceType.VOLUME, volume, objects);
        }
        String namespace = BackupGatherer.namespace(backup);
        caches.containers().byIndex("volume", namespace + "/" + backup.spec().volume()).stream()
                .map(user -> caches.applications().find(namespace, user.spec().application()))
                .filter(Objects::nonNull)
                .forEach(app -> put(ResourceType.APPLICATION, app, objects));
        return objects;
    }

    /** As somebody would apply it: without what the server and the controllers wrote. */
    private <T extends Resource> void put(ResourceType<T> type, T object, Map<String, String> into) {
        ObjectNode tree = mapper.valueToTree(object);
        tree.remove("status");
        tree.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        tree.withObject("/metadata").retain("name", "namespace", "labels", "annotations");
        into.put(type.kind() + "/" + object.metadata().name(), tree.toString());
    }
}
