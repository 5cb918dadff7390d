package dev.roadstead.cli.namespaces;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.backup.Manifest;
import dev.roadstead.cli.backups.Texts;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Sizes;
import dev.roadstead.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is made of a namespace's archives, as it is to be created. Pure.
 *
 * @param namespace the Namespace itself, which says until all is made what it is restored from
 * @param volumes each filled from its archive
 * @param others everything else, what others need first
 * @param lines the same for people
 */
public record ProjectPlan(ObjectNode namespace, List<ObjectNode> volumes, List<ObjectNode> others, List<String> lines) {
    /** Fields whose keys are people's own, and mean nothing to the API. */
    private static final Set<String> FREE = Set.of("annotations", "labels", "data", "stringData", "binaryData");

    /** What runs comes when all that it needs is there. */
    private static final List<String> LAST = List.of("Application", "Domain");

    /**
     * Where it goes.
     *
     * @param namespace the new one's name
     * @param repository the BackupRepository that has the archives
     * @param node that gets all Volumes; the one that each was on when null
     * @param nodes that there are
     * @param allowEmpty whether a Volume that is in no archive is made empty
     */
    public record Target(
            String namespace, String repository, @Nullable String node, Set<String> nodes, boolean allowEmpty) {}

    /**
     * What is to be made.
     *
     * @throws CliException if a Volume has no node, or no data
     */
    public static ProjectPlan of(ProjectArchives archives, Target target) {
        String from = archives.whole().subject();
        List<ObjectNode> volumes = new ArrayList<>();
        List<ObjectNode> others = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        ObjectNode namespace = null;
        for (ObjectNode archived : archives.objects()) {
            ObjectNode object = archived.deepCopy();
            switch (object.path("kind").asText()) {
                case "Namespace" -> namespace = object;
                case "Volume" -> volumes.add(volume(object, archives.volumes().get(name(object)), target, lines));
                default -> others.add(object);
            }
            rename(object, from, target.namespace());
        }
        if (namespace == null) {
            throw new CliException("the backup has no Namespace; it was not made by a NamespaceBackup");
        }
        namespace.withObject("/metadata").put("name", target.namespace());
        namespace
                .withObject("/metadata")
                .withObject("/annotations")
                .put(
                        Labels.RESTORING,
                        target.repository() + "/" + archives.whole().id());
        others.sort(Comparator.comparingInt(object -> LAST.indexOf(kind(object))));
        others.forEach(object -> lines.add(kind(object) + " " + name(object)));
        return new ProjectPlan(namespace, volumes, others, lines);
    }

    private static ObjectNode volume(ObjectNode volume, @Nullable Manifest archive, Target target, List<String> lines) {
        ObjectNode spec = volume.withObject("/spec");
        spec.remove("source");
        String line = "Volume " + name(volume);
        if (archive == null) {
            if (!target.allowEmpty()) {
                throw new CliException("Volume " + name(volume)
                        + " is in no archive of this backup; with --allow-empty it is made empty");
            }
            lines.add(line + ", empty: it is in no archive of this backup");
            return volume;
        }
        String node = node(volume, spec, archive, target);
        spec.put("nodeName", node);
        spec.putObject("source")
                .putObject("archive")
                .put("repository", target.repository())
                .put("id", archive.id());
        String driver = "";
        if (!spec.path("driverOptions").isEmpty()) {
            // Elsewhere may be what the old namespace still uses.
            spec.remove("driverOptions");
            driver = ", on the node's own disk instead of where its driverOptions say";
        }
        lines.add("%s on node %s from backup %s: %d files, %s%s"
                .formatted(
                        line,
                        node,
                        Texts.shortId(archive),
                        archive.tree().files(),
                        Sizes.text(archive.tree().bytes()),
                        driver));
        return volume;
    }

    private static String node(ObjectNode volume, ObjectNode spec, Manifest archive, Target target) {
        if (target.node() != null) {
            return target.node();
        }
        String was = archive.node() == null ? spec.path("nodeName").asText() : archive.node();
        if (!target.nodes().contains(was)) {
            throw new CliException("Volume " + name(volume) + " was on node " + was
                    + ", which is not here; say with --node which one gets it: "
                    + String.join(", ", target.nodes().stream().sorted().toList()));
        }
        return was;
    }

    /** In metadata, and where one object names another, as a RoleBinding its subjects. */
    private static void rename(JsonNode node, String from, String to) {
        if (node instanceof ObjectNode object) {
            if (object.path("namespace").isTextual()
                    && object.path("namespace").asText().equals(from)) {
                object.put("namespace", to);
            }
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (!FREE.contains(field.getKey())) {
                    rename(field.getValue(), from, to);
                }
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(element -> rename(element, from, to));
        }
    }

    static String kind(ObjectNode object) {
        return object.path("kind").asText();
    }

    static String name(ObjectNode object) {
        return object.at("/metadata/name").asText();
    }
}
