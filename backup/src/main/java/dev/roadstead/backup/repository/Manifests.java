package dev.roadstead.backup.repository;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.restic.Damage;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.Json;
import dev.roadstead.backup.restic.Layout;
import dev.roadstead.backup.restic.SealedObjects;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manifests as objects {@code manifests/<id>}. The seal is their signature: only who has the repository's key can make one,
 * and none can be put in another's place, since it says its id itself.
 */
final class Manifests {
    private static final Logger LOG = LoggerFactory.getLogger(Manifests.class);

    private final BlobStore store;
    private final SealedObjects objects;

    Manifests(BlobStore store, SealedObjects objects) {
        this.store = store;
        this.objects = objects;
    }

    void save(Manifest manifest) {
        objects.saveAs(Layout.MANIFESTS + manifest.id(), encode(manifest));
    }

    /** Newest first, without damaged ones. */
    List<Manifest> all() {
        var manifests = new ArrayList<Manifest>();
        for (String name : names()) {
            try {
                manifests.add(load(name));
            } catch (RepositoryException e) {
                switch (e.kind()) {
                    case DAMAGED, UNSUPPORTED -> LOG.warn("a backup is left out: {}", e.getMessage());
                    // Removed since it was listed.
                    case NOT_FOUND -> {}
                    default -> throw e;
                }
            }
        }
        manifests.sort(Comparator.comparing(Manifest::completedAt).reversed());
        return manifests;
    }

    List<String> names() {
        return store.list(Layout.MANIFESTS).stream().map(BlobStore.Blob::name).toList();
    }

    /**
     * The manifest of one.
     *
     * @param id all of it, or what it begins with: at least 8 digits
     */
    Manifest byId(String id) {
        if (!id.matches("[0-9a-f]{8,64}")) {
            throw new RepositoryException(
                    Kind.NOT_FOUND, "\"" + id + "\" is no id of a backup; expected 8 to 64 hexadecimal digits.");
        }
        List<BlobStore.Blob> found = store.list(Layout.MANIFESTS + id);
        if (found.size() != 1) {
            throw new RepositoryException(
                    Kind.NOT_FOUND,
                    (found.isEmpty() ? "There is no backup " : "There are several backups ") + id + " in "
                            + store.describe() + ".");
        }
        return load(found.getFirst().name());
    }

    /**
     * Of an object.
     *
     * @throws RepositoryException DAMAGED, UNSUPPORTED, NOT_FOUND
     */
    Manifest load(String name) {
        JsonNode object = Json.object(name, objects.loadNamed(name));
        int format = object.path("format").asInt();
        if (format != Manifest.FORMAT) {
            throw new RepositoryException(
                    Kind.UNSUPPORTED,
                    name + " has format " + format + "; this program knows format " + Manifest.FORMAT
                            + ". Use a newer Roadstead.");
        }
        try {
            Manifest manifest = decode(name, object);
            if (name.equals(Layout.MANIFESTS + manifest.id())) {
                return manifest;
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Damage.in(name, "is no manifest", e);
        }
        throw Damage.in(name, "is the manifest of another backup");
    }

    private static byte[] encode(Manifest manifest) {
        Tree tree = manifest.tree();
        var object = Json.MAPPER
                .createObjectNode()
                .put("format", manifest.format())
                .put("id", Id.parse(manifest.id()).toString())
                .put("kind", manifest.kind().name())
                .put("installation", manifest.installation())
                .put("node", manifest.node())
                .put("engine", manifest.engine())
                .put("subject", manifest.subject())
                .put("group", manifest.group())
                .put("startedAt", manifest.startedAt().toString())
                .put("completedAt", manifest.completedAt().toString())
                .put("consistency", manifest.consistency())
                .put("storedBytes", manifest.storedBytes())
                .put("archiveHash", manifest.archiveHash());
        object.putObject("tree")
                .put("files", tree.files())
                .put("bytes", tree.bytes())
                .put("hash", tree.hash())
                .put("changed", tree.changed());
        var manifests = object.putObject("manifests");
        manifest.manifests().forEach(manifests::put);
        return Json.bytes(object);
    }

    private static Manifest decode(String name, JsonNode object) {
        JsonNode tree = object.path("tree");
        var manifests = new TreeMap<String, String>();
        object.path("manifests")
                .properties()
                .forEach(entry -> manifests.put(entry.getKey(), entry.getValue().asText()));
        return new Manifest(
                object.path("format").asInt(),
                Json.text(name, object, "id"),
                Manifest.Kind.valueOf(Json.text(name, object, "kind")),
                Json.text(name, object, "installation"),
                object.path("node").textValue(),
                object.path("engine").textValue(),
                Json.text(name, object, "subject"),
                object.path("group").textValue(),
                Instant.parse(Json.text(name, object, "startedAt")),
                Instant.parse(Json.text(name, object, "completedAt")),
                Json.text(name, object, "consistency"),
                new Tree(
                        tree.path("files").asLong(),
                        tree.path("bytes").asLong(),
                        Json.text(name, tree, "hash"),
                        tree.path("changed").asLong()),
                object.path("storedBytes").asLong(),
                Json.text(name, object, "archiveHash"),
                manifests);
    }
}
