package dev.roadstead.controller.reconcile.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.plan.transfer.Subject;
import dev.roadstead.model.Json;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.Archive;
import dev.roadstead.model.VolumeBackup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the backup that a restore speaks of, and judges whether it may be restored there. One of this namespace's Volumes
 * may. One of another namespace or installation is given to nobody but who was shown its id in full, which cannot be
 * guessed: repositories are shared, and namespaces keep secrets from each other.
 */
final class Backups {
    private static final Logger log = LoggerFactory.getLogger(Backups.class);
    private static final int FULL_ID = 64;

    private final ApiClient client;
    private final RepositoryOpener repositories;
    private final String installation;
    private final JsonMapper mapper = Json.mapper();

    Backups(ApiClient client, RepositoryOpener repositories, String installation) {
        this.client = client;
        this.repositories = repositories;
        this.installation = installation;
    }

    /** Where a backup is: what is asked for in the spec, with the name of a VolumeBackup looked up. */
    record Place(String repository, String id, boolean named) {}

    /**
     * Reads the manifest of what is asked for.
     *
     * @param nodes that exist
     */
    Subject find(String namespace, @Nullable String backup, @Nullable Archive archive, Set<String> nodes) {
        Optional<VolumeBackup> named =
                backup == null ? Optional.empty() : client.find(ResourceType.VOLUME_BACKUP, namespace, backup);
        if (backup != null) {
            Optional<Subject> unready = unready(backup, named);
            if (unready.isPresent()) {
                return unready.get();
            }
        }
        Place place = place(named, archive);
        try (Repository repository = repositories.open(place.repository())) {
            return judge(namespace, place, manifest(namespace, place, repository), nodes);
        } catch (RepositoryException e) {
            String reason = Failures.reason(e.kind());
            String message = String.valueOf(e.getMessage());
            return Failures.isPassing(e.kind())
                    ? new Subject.Awaited(reason, message)
                    : new Subject.Refused(reason, message);
        }
    }

    private static Optional<Subject> unready(String name, Optional<VolumeBackup> found) {
        if (found.isEmpty()) {
            return Optional.of(new Subject.Refused(
                    "BackupNotFound",
                    "There is no VolumeBackup " + name
                            + "; kubectl get vbk lists those of the namespace. One that only a"
                            + " repository knows is restored with archive."));
        }
        VolumeBackup.Status status = found.get().status();
        VolumeBackup.Phase phase = status == null ? VolumeBackup.Phase.Pending : status.phase();
        return switch (phase) {
            case Pending, Running ->
                Optional.of(new Subject.Awaited("BackupNotReady", "VolumeBackup " + name + " is not complete yet."));
            case Failed ->
                Optional.of(new Subject.Refused(
                        "BackupFailed", "VolumeBackup " + name + " failed, so there is nothing of it to restore."));
            case Completed -> Optional.empty();
        };
    }

    private static Place place(Optional<VolumeBackup> named, @Nullable Archive archive) {
        if (named.isPresent()) {
            VolumeBackup.Status status = named.get().status();
            if (status == null || status.repository() == null || status.id() == null) {
                throw new IllegalStateException(
                        "VolumeBackup " + named.get().metadata().key() + " is complete and says not where it is");
            }
            return new Place(status.repository(), status.id(), true);
        }
        if (archive == null) {
            throw new IllegalArgumentException("neither a backup nor an archive is given");
        }
        return new Place(archive.repository(), archive.id(), false);
    }

    /** By less than the whole id nobody learns even that another's backup is there: it could be guessed digit by digit. */
    private Manifest manifest(String namespace, Place place, Repository repository) {
        if (place.named() || place.id().length() >= FULL_ID) {
            return repository.manifest(place.id());
        }
        List<Manifest> own = repository.manifests().stream()
                .filter(manifest -> manifest.id().startsWith(place.id()))
                .filter(manifest -> manifest.installation().equals(installation)
                        && manifest.subject().startsWith(namespace + "/"))
                .toList();
        if (own.size() != 1) {
            throw new RepositoryException(
                    RepositoryException.Kind.NOT_FOUND,
                    (own.isEmpty() ? "There is no backup " : "There are several backups ") + place.id()
                            + " of this namespace in " + place.repository()
                            + "; one of another namespace or installation is restored by its full id of " + FULL_ID
                            + " digits, which roadstead backup list shows.");
        }
        return own.getFirst();
    }

    private Subject judge(String namespace, Place place, Manifest manifest, Set<String> nodes) {
        if (manifest.format() != Manifest.FORMAT) {
            return new Subject.Refused(
                    "UnknownFormat",
                    "Backup %s has format %d, and this server knows format %d only; restore it with a newer one."
                            .formatted(place.id(), manifest.format(), Manifest.FORMAT));
        }
        if (manifest.kind() != Manifest.Kind.volume) {
            return new Subject.Refused(
                    "NotAVolume",
                    "Backup %s is of kind %s and not of a volume; see roadstead restore --help."
                            .formatted(place.id(), manifest.kind()));
        }
        boolean foreign = !manifest.installation().equals(installation);
        boolean elsewhere = foreign || !manifest.subject().startsWith(namespace + "/");
        if (elsewhere && place.named()) {
            return new Subject.Refused(
                    "ForeignBackup",
                    "Backup %s is of %s of another namespace or installation; restore it with archive and its full id."
                            .formatted(place.id().substring(0, 8), manifest.subject()));
        }
        String node = manifest.node();
        return new Subject.Backup(
                place.repository(),
                manifest.id(),
                manifest.subject(),
                !foreign && node != null && nodes.contains(node) ? node : null,
                foreign
                        ? "made by another installation, " + manifest.installation()
                        : elsewhere ? "which is of another namespace" : null);
    }

    /** What the Volume asked for when it was backed up; null when the manifest does not say. */
    Volume.@Nullable Spec original(Manifest manifest) {
        String volume = manifest.subject().substring(manifest.subject().indexOf('/') + 1);
        return original(manifest.manifests(), "Volume/" + volume);
    }

    private Volume.@Nullable Spec original(Map<String, String> objects, String name) {
        String json = objects.get(name);
        if (json == null) {
            return null;
        }
        try {
            return mapper.readValue(json, Volume.class).spec();
        } catch (JsonProcessingException e) {
            // Its data counts; size and the like can be set again.
            log.warn("the manifest's {} cannot be read: {}", name, e.getOriginalMessage());
            return null;
        }
    }
}
