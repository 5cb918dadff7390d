package dev.roadstead.cli.namespaces;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.Tree;
import dev.roadstead.cli.backups.Pipe;
import dev.roadstead.cli.backups.Texts;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.cli.console.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What a NamespaceBackup left in a repository.
 *
 * @param whole the archive with the namespace's objects
 * @param objects as somebody would apply them, in the order of their paths in it
 * @param volumes the archives of its volumes, by their names
 */
public record ProjectArchives(Manifest whole, List<ObjectNode> objects, Map<String, Manifest> volumes) {
    private static final JsonMapper JSON = new JsonMapper();

    /** More than any namespace's objects have; they are held in memory. */
    private static final long MOST_BYTES = 256L << 20;

    /**
     * Reads and compares the namespace's objects; the volumes' archives are only looked up.
     *
     * @param id of the archive with the objects, or its first digits
     * @throws CliException if it is of something else, or not what was written
     */
    public static ProjectArchives find(Repository repository, String id) throws IOException {
        Manifest whole = repository.manifest(id);
        if (whole.kind() != Manifest.Kind.namespace) {
            throw new CliException("backup " + Texts.shortId(whole) + " is of a " + whole.kind()
                    + " and not of a namespace; " + Invocation.of("backup list") + " shows the kinds");
        }
        if (whole.tree().bytes() > MOST_BYTES) {
            throw new CliException("backup " + Texts.shortId(whole) + " has "
                    + Sizes.text(whole.tree().bytes()) + " of objects, more than any namespace; it is not restored");
        }
        verify(repository, whole, Progress.NONE);
        return new ProjectArchives(whole, objects(repository, whole), volumes(repository, whole));
    }

    /**
     * Reads all of an archive.
     *
     * @throws CliException if it is not what was written
     */
    public static void verify(Repository repository, Manifest archive, Progress progress) {
        Tree read = repository.verify(archive.id(), progress);
        if (!read.hash().equals(archive.tree().hash())) {
            throw new CliException("backup " + Texts.shortId(archive) + " of " + archive.subject()
                    + " is not what was written; nothing was restored. Choose another backup, and run "
                    + Invocation.of("backup check"));
        }
    }

    /** Of the name that the group has there may have been several: its parts began after it, and before those of the next. */
    private static Map<String, Manifest> volumes(Repository repository, Manifest whole) {
        String prefix = whole.subject() + "/";
        Map<String, Manifest> volumes = new TreeMap<>();
        repository.manifests().stream()
                .filter(part -> part.kind() == Manifest.Kind.volume)
                .filter(part -> part.installation().equals(whole.installation()))
                .filter(part -> part.subject().startsWith(prefix))
                .filter(part -> whole.group() != null && whole.group().equals(part.group()))
                .filter(part -> !part.startedAt().isBefore(whole.startedAt()))
                .sorted(Comparator.comparing(Manifest::startedAt))
                .forEach(part -> volumes.putIfAbsent(part.subject().substring(prefix.length()), part));
        return volumes;
    }

    private static List<ObjectNode> objects(Repository repository, Manifest whole) throws IOException {
        return Pipe.run(
                out -> repository.restore(whole.id(), Set.of(), out, Progress.NONE),
                ProjectArchives::objects,
                "interrupted; nothing was restored");
    }

    private static List<ObjectNode> objects(InputStream in) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(in, StandardCharsets.UTF_8.name());
        List<ObjectNode> objects = new ArrayList<>();
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (entry.isFile() && entry.getName().endsWith(".json")) {
                objects.add(object(entry.getName(), tar.readAllBytes()));
            }
        }
        return objects;
    }

    private static ObjectNode object(String name, byte[] content) throws IOException {
        if (JSON.readTree(content) instanceof ObjectNode object) {
            return object;
        }
        throw new CliException("the backup's " + name + " is no object");
    }
}
